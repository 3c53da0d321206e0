package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a stream says after its body of its cost, which nobody knew before: gpt-4o, 3 * 2.50 + 2 * 10 dollars a million. */
@InEachMode
class CostTrailersTest {
    private static final String QUESTION = Chats.streamed("hi");
    private static final String TRAILERS = "TE: trailers\r\nConnection: TE";
    private static final Map<String, String> PAID = Map.of("x-request-cost", "0.0000275", "x-cost-saved", "0");
    private static final Map<String, String> SAVED =
            Map.of("x-request-cost", "0", "x-cost-saved", "0.0000275", "x-tokens-saved", "5");

    private final Gate gate = Gate.named("all have joined");
    private final Door door;

    CostTrailersTest(Mode mode) {
        this.door = Door.with(mode).heartbeat(Duration.ofMillis(300)).open(); // so that it is seen who has left
    }

    @AfterEach
    void close() {
        gate.open();
        door.close();
    }

    @Test
    void whoAsksPaysAndWhoSharesSaves() {
        door.upstream.enqueue(answer());
        try (RawClient founder = begin("MISS");
                RawClient follower = begin("HIT")) {
            gate.open();

            assertThat(trailers(founder)).isEqualTo(PAID);
            assertThat(trailers(follower)).isEqualTo(SAVED);
        }
    }

    @Test
    void whoStaysPaysForAFounderThatLeaves() {
        door.upstream.enqueue(answer());
        RawClient founder = begin("MISS");
        try (RawClient follower = begin("HIT")) {
            founder.reset();
            assertThat(door.takeReceipt().cost()).isEqualByComparingTo("0");
            gate.open();

            assertThat(trailers(follower)).isEqualTo(PAID);
        }
    }

    @Test
    void aHitSaysInItsHeadersWhatItSaves() {
        door.upstream.enqueue(Chats.stream());
        assertThat(door.chat(QUESTION).statusCode()).isEqualTo(200);

        try (RawClient hit = door.ask(QUESTION, TRAILERS)) {
            RawClient.Head head = hit.head();
            assertThat(head.headers()).containsAllEntriesOf(SAVED).doesNotContainKey("trailer");
            assertThat(head.headers()).as("all in one write").containsKey("content-length");
            assertThat(hit.body(head)).endsWith("\n\n");
        }
    }

    @Test
    void whatPassesUnreadSaysItToo() {
        door.upstream.enqueue(Answer.sse(
                "{\"type\":\"response.completed\",\"response\":{\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}}"));

        try (RawClient client = door.connect()) {
            client.post("/v1/responses", "{\"model\":\"gpt-4o\",\"stream\":true,\"input\":\"hi\"}", TRAILERS);
            assertThat(client.head().header("trailer")).contains("X-Request-Cost");
            assertThat(trailers(client)).isEqualTo(PAID);
        }
    }

    @Test
    void aModelWithoutAPriceLeavesTheCostOut() {
        door.upstream.enqueue(Chats.stream());

        try (RawClient client = door.ask(Chats.streamed("gpt-without-a-price", "hi"), TRAILERS)) {
            client.head();
            assertThat(trailers(client)).isEqualTo(Map.of("x-cost-saved", "0"));
        }
    }

    private Answer answer() {
        return Answer.sse()
                .event(Chats.ONE)
                .awaits(gate)
                .event(Chats.FINISH)
                .event(Chats.USAGE)
                .event(Chats.DONE)
                .lastChunk();
    }

    /** A stream that has begun, and has not told what it costs. */
    private RawClient begin(String cache) {
        RawClient client = door.ask(QUESTION, TRAILERS);
        RawClient.Head head = client.head();
        assertThat(head.header("x-cache")).isEqualTo(cache);
        assertThat(head.headers()).doesNotContainKeys("x-request-cost", "x-cost-saved");
        return client;
    }

    /** What comes after the body. */
    private static Map<String, String> trailers(RawClient client) {
        assertThat(client.chunks()).endsWith("\n\n");
        return client.trailers();
    }
}

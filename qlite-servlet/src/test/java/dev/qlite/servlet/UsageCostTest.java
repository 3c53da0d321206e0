package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the usage says what it costs, if that is wanted: gpt-4o, 3 * 2.50 + 2 * 10 dollars a million. */
@InEachMode
class UsageCostTest {
    private static final String COST = "0.0000275";
    private static final String QUESTION =
            Chats.streamed("hi").replaceFirst("\\{", "{\"stream_options\":{\"include_usage\":true},");

    private final Gate gate = Gate.named("all have joined");
    private final Door door;

    UsageCostTest(Mode mode) {
        this.door = Door.with(mode).usageCost().open();
    }

    @AfterEach
    void close() {
        gate.open();
        door.close();
    }

    @Test
    void aDocumentTellsItsCostAndAHitThatItCostsNothing() {
        door.upstream.enqueue(Chats.document());

        assertThat(cost(door.chat(Chats.plain("hi")).body())).isEqualTo(COST);
        assertThat(cost(door.chat(Chats.plain("hi")).body())).isEqualTo("0");
        assertThat(cost(lastBeforeDone(door.chat(QUESTION).body()))).isEqualTo("0");
    }

    @Test
    void ofAStreamOnlyTheEventWithTheUsageIsTouched() {
        door.upstream.enqueue(Chats.stream());

        String miss = door.chat(QUESTION).body();

        assertThat(Chats.data(miss)).contains(Chats.ROLE, Chats.ONE, Chats.TWO, Chats.FINISH, Chats.DONE);
        assertThat(cost(lastBeforeDone(miss))).isEqualTo(COST);
        assertThat(lastBeforeDone(miss).replace(",\"cost\":" + COST, "")).isEqualTo(Chats.USAGE);
        assertThat(cost(lastBeforeDone(door.chat(QUESTION).body()))).isEqualTo("0");
        assertThat(cost(door.chat(Chats.plain("hi")).body())).isEqualTo("0");
    }

    @Test
    void whoSharesAStreamIsToldNothingInIt() {
        door.upstream.enqueue(Answer.sse()
                .event(Chats.ONE)
                .awaits(gate)
                .event(Chats.FINISH)
                .event(Chats.USAGE)
                .event(Chats.DONE)
                .lastChunk());
        try (RawClient founder = door.ask(QUESTION)) {
            assertThat(founder.head().header("x-cache")).isEqualTo("MISS");
            try (RawClient follower = door.ask(QUESTION)) {
                assertThat(follower.head().header("cache-status")).isEqualTo("qlite; fwd=miss; collapsed");
                gate.open();

                assertThat(cost(lastBeforeDone(founder.chunks()))).isEqualTo(COST);
                assertThat(lastBeforeDone(follower.chunks())).isEqualTo(Chats.USAGE);
            }
        }
    }

    @Test
    void aModelWithoutAPriceTellsNone() {
        door.upstream.enqueue(Chats.document());
        door.upstream.enqueue(Chats.stream());

        assertThat(door.chat(Chats.plain("gpt-without-a-price", "hi")).body()).isEqualTo(Chats.DOCUMENT);
        assertThat(door.chat(QUESTION.replace("gpt-4o", "gpt-without-a-price").replace("hi", "ho"))
                        .body())
                .contains(Chats.USAGE)
                .doesNotContain("\"cost\"");
    }

    @Test
    void whatPassesUnreadStaysAsItIs() {
        String document = "{\"usage\": {\"input_tokens\": 3, \"output_tokens\": 2}}";
        door.upstream.enqueue(Answer.json(200, document));

        String body = door.text(door.request(
                                "/v1/responses",
                                "POST",
                                BodyPublishers.ofString("{\"model\":\"gpt-4o\",\"input\":\"hi\"}"))
                        .header("Content-Type", "application/json")
                        .build())
                .body();

        assertThat(body).isEqualTo(document);
        assertThat(door.takeReceipt().cost()).isEqualByComparingTo(COST);
    }

    /** The usage's cost, to the letter. */
    private static String cost(String document) {
        return Json.parse(document).require("usage").require("cost").toString();
    }

    private static String lastBeforeDone(String stream) {
        List<String> data = Chats.data(stream);
        assertThat(data).endsWith(Chats.DONE);
        return data.get(data.size() - 2);
    }
}

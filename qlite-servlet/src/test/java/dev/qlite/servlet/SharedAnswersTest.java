package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Secret;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who shares an upstream call with whom, and what each client sees of it. */
@InEachMode
class SharedAnswersTest {
    private static final Duration SHORT = Duration.ofMillis(40);
    private static final String COLLAPSED = "qlite; fwd=miss; collapsed";

    private final Mode mode;
    private final Gate gate = Gate.named("all have asked");
    private Door door;

    SharedAnswersTest(Mode mode) {
        this.mode = mode;
        door = Door.open(mode);
    }

    @AfterEach
    void close() {
        gate.open();
        door.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void plainAndStreamedCallsShareOneUpstreamCall(boolean streamedFirst) {
        door.upstream.enqueue(streamedFirst ? stream() : document());
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        calls.add(door.begin(streamedFirst ? Chats.streamed("hi") : Chats.plain("hi")));
        door.upstream.takeRequest(Door.SOON);
        for (int i = 0; i < 3; i++) {
            calls.add(door.begin(Chats.plain("hi")));
            calls.add(door.begin(Chats.streamed("hi")));
        }
        door.aboard.await(6);

        gate.open();

        List<HttpResponse<String>> answers =
                calls.stream().map(CompletableFuture::join).toList();
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(text(answer)).isEqualTo(streamedFirst ? "one two" : "Hall\u00f6chen world");
            assertThat(header(answer, "X-Provider")).isEqualTo("up");
        });
        assertThat(header(answers.get(0), "X-Cache")).isEqualTo("MISS");
        assertThat(header(answers.get(0), "Cache-Status")).isEqualTo("qlite; fwd=miss");
        assertThat(answers.subList(1, 7)).allSatisfy(SharedAnswersTest::assertCollapsed);
        assertThat(answers).extracting(answer -> header(answer, "X-Request-Id")).doesNotHaveDuplicates();
        assertThat(door.upstream.calls()).isEqualTo(1);
        assertOneIsBilled(7);
        assertThat(header(door.chat(Chats.plain("hi")), "Cache-Status")).startsWith("qlite; hit; ");
    }

    @Test
    void aSharedDocumentSaysWhatItSaved() {
        door.upstream.enqueue(document());
        CompletableFuture<HttpResponse<String>> first = door.begin(Chats.plain("hi"));
        door.upstream.takeRequest(Door.SOON);
        CompletableFuture<HttpResponse<String>> second = door.begin(Chats.plain("hi"));
        door.aboard.await(1);

        gate.open();

        assertThat(second.join().body()).isEqualTo(Chats.DOCUMENT);
        assertThat(header(first.join(), "X-Tokens-Saved")).isEqualTo("0");
        assertThat(header(second.join(), "X-Tokens-Saved")).isEqualTo("5");
    }

    @Test
    void aStreamThatSharesAPlainCallBeginsWithCommentsAfterAHeartbeat() {
        reopen(Door.with(mode).heartbeat(SHORT));
        door.upstream.enqueue(document());
        CompletableFuture<HttpResponse<String>> plain = door.begin(Chats.plain("hi"));
        door.upstream.takeRequest(Door.SOON);

        try (RawClient stream = door.ask(Chats.streamed("hi"))) {
            RawClient.Head head = stream.head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("cache-status")).isEqualTo(COLLAPSED);
            assertThat(head.header("content-type")).startsWith("text/event-stream");
            assertThat(stream.chunk()).isEqualTo(": keep-alive\n\n");
            assertThat(stream.chunk()).isEqualTo(": keep-alive\n\n");
            gate.open();

            String rest = stream.chunks();
            assertThat(Chats.text(rest)).isEqualTo("Hall\u00f6chen world");
            assertThat(rest).endsWith(Chats.framed(Chats.DONE));
        }
        assertThat(header(plain.join(), "X-Cache")).isEqualTo("MISS");
        assertThat(door.upstream.calls()).isEqualTo(1);
    }

    @Test
    void callersNeverShare() {
        ApiKeys keys = ApiKeys.builder()
                .key("team-a", Secret.of("qk-a"))
                .key("team-b", Secret.of("qk-b"))
                .build();
        reopen(Door.with(mode).callers(CallerResolver.keys(keys)));

        assertEachAsks("X-Qlite-Key", "qk-a", "X-Qlite-Key", "qk-b");
    }

    @Test
    void whoSaysNoStoreAsksForItself() {
        assertEachAsks("Cache-Control", "no-store", "Cache-Control", "no-store");
    }

    @Test
    void whoSaysNoCacheAsksForItself() {
        assertEachAsks("X-Other", "x", "Cache-Control", "no-cache");
    }

    @Test
    void eachAsksWhereSharingIsOff() {
        reopen(Door.with(mode).singleFlight(false));

        assertEachAsks("X-Other", "x", "X-Other", "y");
    }

    /** Both have come to the upstream before either has an answer. */
    private void assertEachAsks(String name, String value, String othersName, String othersValue) {
        door.upstream.always(document());
        CompletableFuture<HttpResponse<String>> first = door.begin(Chats.plain("hi"), name, value);
        door.upstream.takeRequest(Door.SOON);
        CompletableFuture<HttpResponse<String>> second = door.begin(Chats.plain("hi"), othersName, othersValue);
        door.upstream.takeRequest(Door.SOON);

        gate.open();

        for (HttpResponse<String> each : List.of(first.join(), second.join())) {
            assertThat(each.statusCode()).isEqualTo(200);
            assertThat(header(each, "X-Cache")).isNotEqualTo("HIT");
            assertThat(door.takeReceipt().billed()).isTrue();
        }
    }

    private void assertOneIsBilled(int readers) {
        int billed = 0;
        for (int i = 0; i < readers; i++) {
            Receipt receipt = door.takeReceipt();
            assertThat(receipt.usage()).isNotNull();
            billed += receipt.billed() ? 1 : 0;
        }
        assertThat(billed).isEqualTo(1);
    }

    private Answer document() {
        return Answer.raw()
                .awaits(gate)
                .send("HTTP/1.1 200 Fine\r\nContent-Type: application/json\r\n")
                .body(Chats.DOCUMENT);
    }

    private Answer stream() {
        return Answer.sse()
                .awaits(gate)
                .event(Chats.ROLE)
                .event(Chats.ONE)
                .event(Chats.TWO)
                .event(Chats.FINISH)
                .event(Chats.USAGE)
                .event(Chats.DONE)
                .lastChunk();
    }

    private void reopen(Door.Settings settings) {
        door.close();
        door = settings.open();
    }

    private static void assertCollapsed(HttpResponse<String> answer) {
        assertThat(header(answer, "X-Cache")).isEqualTo("HIT");
        assertThat(header(answer, "Cache-Status")).isEqualTo(COLLAPSED);
        assertThat(header(answer, "Age")).isEqualTo("0");
    }

    /** What a client reads, plain or streamed. */
    private static String text(HttpResponse<String> answer) {
        return header(answer, "Content-Type").startsWith("text/event-stream")
                ? Chats.text(answer.body())
                : Json.parse(answer.body())
                        .require("choices")
                        .get(0)
                        .get("message")
                        .get("content")
                        .asString();
    }

    private static String header(HttpResponse<?> answer, String name) {
        assertThat(answer.headers().allValues(name)).as(name).hasSize(1);
        return answer.headers().firstValue(name).orElseThrow();
    }
}

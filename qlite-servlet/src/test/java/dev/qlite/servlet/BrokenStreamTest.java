package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.pipeline.Outcome;
import dev.qlite.pipeline.Receipt;
import dev.qlite.provider.Timeouts;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream that breaks: a status before the first content, an error event and no {@code [DONE]} after it. */
@InEachMode
class BrokenStreamTest {
    private static final Duration LITTLE = Duration.ofMillis(300);
    private static final String RATE_LIMITED =
            "{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit_error\",\"param\":null,\"code\":null}}";

    private final Mode mode;
    private final Gate gate = Gate.named("the client has the first event");
    private Door door;

    BrokenStreamTest(Mode mode) {
        this.mode = mode;
        door = Door.open(mode);
    }

    @AfterEach
    void close() {
        gate.open();
        door.close();
    }

    /** How an answer goes on, from some event on, to its bad end. */
    record Break(String name, UnaryOperator<Answer> how, int status, String code) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Break> breaks() {
        return List.of(
                new Break("the connection closes", Answer::cut, 502, "upstream_unavailable"),
                new Break("the connection is reset", Answer::reset, 502, "upstream_unavailable"),
                new Break("the body ends", Answer::lastChunk, 502, "upstream_unavailable"),
                new Break("garbage", answer -> answer.event("<html>").stall(), 502, "upstream_unavailable"),
                new Break("no HTTP", answer -> answer.send("garbage").stall(), 502, "upstream_unavailable"),
                new Break(
                        "an error",
                        answer -> answer.event(RATE_LIMITED).event(Chats.DONE).lastChunk(),
                        429,
                        "null"),
                new Break("silence", Answer::stall, 504, "upstream_timeout"));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void beforeContentItIsAStatus(Break each) {
        losePatienceSoon(each, Timeouts.DEFAULT.withFirstByte(LITTLE).withBetweenEvents(LITTLE));
        door.upstream.enqueue(each.how.apply(Answer.sse().event(Chats.ROLE)));

        HttpResponse<String> answer = door.chat(Chats.streamed("hi"));

        assertThat(answer.statusCode()).isEqualTo(each.status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("X-Cache")).contains("MISS");
        assertThat(answer.headers().firstValue("X-Provider")).contains("up");
        assertError(answer.body(), each.code);
        assertFailedAndNotStored(each.status);
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void afterContentItIsAnErrorEvent(Break each) {
        losePatienceSoon(each, Timeouts.DEFAULT.withBetweenEvents(LITTLE));
        door.upstream.enqueue(each.how.apply(
                Answer.sse().chunk(Chats.framed(Chats.ROLE, Chats.ONE)).awaits(gate)));

        try (RawClient client = door.ask(Chats.streamed("hi"))) {
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.chunk()).isEqualTo(Chats.framed(Chats.ROLE, Chats.ONE));
            gate.open();
            List<String> rest = Chats.data(client.chunks());

            assertThat(rest).doesNotContain(Chats.DONE);
            assertError(rest.get(rest.size() - 1), each.code);
        }
        assertFailedAndNotStored(each.status);
    }

    @Test
    void whatWasSaidIsShownThoughTheBreakCameWithIt() {
        door.upstream.enqueue(Answer.sse()
                .chunk(Chats.framed(Chats.ROLE, Chats.ONE, RATE_LIMITED))
                .stall());

        HttpResponse<String> answer = door.chat(Chats.streamed("hi"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Chats.framed(Chats.ROLE, Chats.ONE, RATE_LIMITED));
    }

    @Test
    void theMocksCutStreamShowsWhatItSaid() {
        HttpResponse<String> answer = door.chat(Chats.streamed("mock-cut", "hi"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"content\":")
                .contains("\"error\":")
                .doesNotContain(Chats.DONE);
    }

    private static void assertError(String body, String code) {
        Json error = Json.parse(body).require("error");
        assertThat(error.require("message").asString()).isNotEmpty();
        assertThat(error.require("type").asString()).isNotEmpty();
        assertThat(error.require("code").toString().replace("\"", "")).isEqualTo(code);
        error.require("param");
    }

    /** Short time-outs only where they are what is tested: elsewhere they would make a slow machine fail. */
    private void losePatienceSoon(Break each, Timeouts timeouts) {
        if (each.status == 504) {
            door.close();
            door = Door.with(mode).timeouts(timeouts).open();
        }
    }

    private void assertFailedAndNotStored(int status) {
        Receipt receipt = door.takeReceipt();
        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(receipt.failure())
                .satisfies(failure -> assertThat(failure.status()).isEqualTo(status));
        door.upstream.enqueue(Chats.document());
        assertThat(door.chat(Chats.plain("hi")).headers().firstValue("X-Cache")).contains("MISS");
    }
}

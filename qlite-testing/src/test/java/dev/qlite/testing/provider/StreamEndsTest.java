package dev.qlite.testing.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.qlite.Qlite;
import dev.qlite.pipeline.Outcome;
import dev.qlite.testing.Answer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which streams are whole answers, however they are framed, and which are not. */
final class StreamEndsTest extends GatewayFixture {
    private static final String TWO = Said.content("B").replace("\"index\":0", "\"index\":1");

    static Stream<Arguments> whole() {
        return Stream.of(
                arguments("LF", events("data: %s\n\n")),
                arguments("CRLF", events("data: %s\r\n\r\n")),
                arguments("CR", events("data: %s\r\r")),
                arguments("no space after the colon", events("data:%s\n\n")),
                arguments("comments", events(": ping\n\n:\n: more\ndata: %s\n: in between\n\n")),
                arguments("event names, ids and retries", events("event: chunk\nid: 7\nretry: 1\ndata: %s\n\n")),
                arguments("unknown fields", events("x: 1\ndata: %s\nDATA: 2\n\n")),
                arguments("empty data", events("data\n\ndata:\n\ndata: %s\n\n")),
                arguments("blank lines", events("\n\n\ndata: %s\n\n\n\n")),
                arguments("a byte order mark", "\uFEFF" + events("data: %s\n\n")),
                arguments("no blank line at the end", events("data: %s\n\n").stripTrailing()),
                arguments("two [DONE]s", events("data: %s\n\n") + "data: [DONE]\n\n"),
                arguments("content after [DONE]", events("data: %s\n\n") + "data: " + Said.HEL + "\n\n"),
                arguments("garbage after [DONE]", events("data: %s\n\n") + "data: {\"cho\n\n"),
                arguments("an error after [DONE]", events("data: %s\n\n") + "data: {\"error\":{}}\n\n"),
                arguments("no [DONE]", events("data: %s\n\n").replace("data: [DONE]\n\n", "")),
                arguments("no [DONE], no blank line", events("data: %s\n\n").replace("\n\ndata: [DONE]\n\n", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whole")
    void isWhole(String name, String body) {
        upstream.enqueue(
                Answer.status(200).header("Content-Type", "text/event-stream").body(body));
        assertWhole();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whole")
    void isWholeThoughItComesByteByByte(String name, String body) {
        upstream.enqueue(Answer.status(200)
                .header("Content-Type", "text/event-stream")
                .header("Content-Length", Integer.toString(body.getBytes(UTF_8).length))
                .endHead()
                .drip(body));
        assertWhole();
    }

    @Test
    void doneEndsAStreamThatOnlyTheCloseWouldEnd() {
        upstream.enqueue(unframed(Said.ROLE, Said.HEL, Said.LO, Said.FINISH, Said.DONE));
        assertWhole();
    }

    @Test
    void doneEndsAStreamWhoseBodyGoesOn() {
        upstream.enqueue(Answer.sse()
                .event(Said.ROLE)
                .event(Said.HEL)
                .event(Said.LO)
                .event(Said.FINISH)
                .event(Said.DONE)
                .stall());
        assertWhole();
    }

    static Stream<Arguments> cut() {
        return Stream.of(
                arguments("framed, without a finish reason", Answer.sse(Said.ROLE, Said.HEL, Said.LO)),
                arguments("framed, one of two choices unfinished", Answer.sse(Said.HEL, TWO, Said.FINISH)),
                arguments("framed, within an event", Answer.sse(Said.HEL, Said.LO.substring(0, 30))),
                arguments(
                        "framed, within an unended event",
                        Answer.sse()
                                .event(Said.HEL)
                                .chunk("data: " + Said.LO.substring(0, 30))
                                .lastChunk()),
                arguments("closed, after a finish reason", unframed(Said.ROLE, Said.HEL, Said.LO, Said.FINISH)),
                arguments("closed, without a finish reason", unframed(Said.ROLE, Said.HEL)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cut")
    void isCut(String name, Answer answer) {
        Qlite qlite = gateway();
        upstream.enqueue(answer);

        Pulled pulled = broken(qlite, qlite.handle(Mode.STREAMED.call().build()));
        assertThat(pulled.data()).contains(Said.HEL);
        assertThat(pulled.failure().status()).isEqualTo(502);
        assertThat(pulled.failure().code()).isEqualTo("upstream_unavailable");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cut")
    void isNoAnswerForAPlainCallEither(String name, Answer answer) {
        assertThat(refused(Mode.PLAIN, answer).status()).isEqualTo(502);
    }

    static Stream<Arguments> empty() {
        return Stream.of(
                arguments("no byte", Answer.sse()),
                arguments("comments", Answer.sse().chunk(": ping\n\n")),
                arguments("empty events", Answer.sse().chunk("data:\n\ndata\n\n")),
                arguments("[DONE] alone", Answer.sse().event(Said.DONE)),
                arguments("a role", Answer.sse().event(Said.ROLE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("empty")
    void isEmptyAndNoAnswer(String name, Answer answer) {
        assertThat(refused(Mode.STREAMED, answer.lastChunk()).status()).isEqualTo(502);
        assertThat(refused(Mode.PLAIN, answer.lastChunk()).status()).isEqualTo(502);
    }

    private void assertWhole() {
        Pulled pulled = Pulled.all(gateway().handle(Mode.STREAMED.call().build()));
        assertThat(pulled.failure()).isNull();
        assertThat(pulled.data()).containsExactly(Said.ROLE, Said.HEL, Said.LO, Said.FINISH);
        assertThat(receipt().outcome()).isEqualTo(Outcome.ANSWERED);
    }

    private static Answer unframed(String... data) {
        Answer answer =
                Answer.status(200).header("Content-Type", "text/event-stream").endHead();
        for (String each : data) {
            answer = answer.send("data: " + each + "\n\n");
        }
        return answer.cut();
    }

    private static String events(String format) {
        StringBuilder events = new StringBuilder();
        for (String data : new String[] {Said.ROLE, Said.HEL, Said.LO, Said.FINISH, Said.USAGE, Said.DONE}) {
            events.append(format.replace("%s", data));
        }
        return events.toString();
    }
}

package dev.qlite.testing.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.qlite.ChatStream;
import dev.qlite.Qlite;
import dev.qlite.chat.QliteException;
import dev.qlite.testing.Answer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which connections serve another call: those whose answer was read to its end. */
final class ConnectionReuseTest extends GatewayFixture {
    private static final Answer ERROR = Answer.json(429, Said.error("requests", "null"));

    static Stream<Arguments> readToTheEnd() {
        return Stream.of(
                arguments("a document", Mode.PLAIN, Said.whole(Mode.PLAIN)),
                arguments("a stream", Mode.STREAMED, Said.whole(Mode.STREAMED)),
                arguments("a stream that is folded", Mode.PLAIN, Said.whole(Mode.STREAMED)),
                arguments("a document that is cut into events", Mode.STREAMED, Said.whole(Mode.PLAIN)),
                arguments("a stream without [DONE]", Mode.STREAMED, Answer.sse(Said.HEL, Said.FINISH)),
                arguments("a broken document", Mode.PLAIN, Answer.json(200, "{")),
                arguments("an error", Mode.PLAIN, ERROR),
                arguments("an error of a stream", Mode.STREAMED, ERROR));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readToTheEnd")
    void isReusedAfter(String name, Mode mode, Answer answer) {
        assertThat(connections(mode, answer)).isEqualTo(1);
    }

    static Stream<Arguments> notReadToTheEnd() {
        return Stream.of(
                arguments(
                        "a document that only the close ends",
                        Mode.PLAIN,
                        Answer.status(200).endHead().send(Said.document("x")).cut()),
                arguments(
                        "a document with Connection: close",
                        Mode.PLAIN,
                        Answer.status(200).header("Connection", "close").body(Said.document("x"))),
                arguments(
                        "a stream that goes on after [DONE]",
                        Mode.STREAMED,
                        Answer.sse().event(Said.HEL).event(Said.DONE).stall()),
                arguments(
                        "a stream that breaks",
                        Mode.STREAMED,
                        Answer.sse().event(Said.HEL).event("{").stall()),
                arguments(
                        "a stream with an error",
                        Mode.STREAMED,
                        Answer.sse()
                                .event(Said.HEL)
                                .event(Said.error("requests", "null"))
                                .event(Said.DONE)
                                .stall()),
                arguments(
                        "an error without an end",
                        Mode.PLAIN,
                        Answer.status(500)
                                .length(3_000_000)
                                .repeat(2_000, new byte[1_000])
                                .stall()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notReadToTheEnd")
    void isNotReusedAfter(String name, Mode mode, Answer answer) {
        assertThat(connections(mode, answer)).isEqualTo(2);
    }

    @Test
    void isReusedByManyInTurn() {
        Qlite qlite = gateway();
        for (int i = 0; i < 50; i++) {
            Mode mode = i % 2 == 0 ? Mode.PLAIN : Mode.STREAMED;
            ask(qlite, mode, "m-" + i, Said.whole(mode));
        }
        assertThat(upstream.connections()).isEqualTo(1);
        assertThat(upstream.calls()).isEqualTo(50);
    }

    @Test
    void isNotReusedAfterAStreamThatWasLeft() {
        Qlite qlite = gateway();
        upstream.enqueue(Answer.sse().event(Said.HEL).stall());
        try (ChatStream stream = qlite.stream(Mode.STREAMED.call().build())) {
            assertThat(stream.next().text()).isEqualTo("Hel");
        }
        ask(qlite, Mode.PLAIN, "m-2", Said.whole(Mode.PLAIN));
        assertThat(upstream.connections()).isEqualTo(2);
    }

    private int connections(Mode mode, Answer answer) {
        Qlite qlite = gateway();
        ask(qlite, mode, "m-1", answer);
        ask(qlite, Mode.PLAIN, "m-2", Said.whole(Mode.PLAIN));
        return upstream.connections();
    }

    /** Asks and takes what comes, be it an answer or an error. */
    private void ask(Qlite qlite, Mode mode, String model, Answer answer) {
        upstream.enqueue(answer);
        var call = Mode.callOf(
                        "{\"model\":\"" + model + "\",\"messages\":[{}],\"stream\":" + (mode == Mode.STREAMED) + "}")
                .build();
        try (var reply = qlite.handle(call)) {
            if (mode == Mode.STREAMED) {
                Pulled.all(reply);
            }
        } catch (QliteException expected) {
            // what becomes of the connection is the question
        }
    }
}

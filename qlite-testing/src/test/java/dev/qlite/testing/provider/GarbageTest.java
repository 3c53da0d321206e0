package dev.qlite.testing.provider;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.qlite.Qlite;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Outcome;
import dev.qlite.pipeline.Reply;
import dev.qlite.testing.Answer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that say what is no answer, or too much. */
final class GarbageTest extends GatewayFixture {
    private static final String HTML = "<!DOCTYPE html><html><body>secret-page</body></html>";

    @ParameterizedTest
    @EnumSource
    void whatIsNotHttp(Mode mode) {
        CallFailedException failure = refused(
                mode,
                Answer.raw().send("220 smtp.example.org secret-page\r\n\r\n").cut());
        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.error().toString()).doesNotContain("secret-page");
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                arguments("a page", HTML),
                arguments("nothing", ""),
                arguments("white space", " \n"),
                arguments("broken JSON", "{\"choices\":[}"),
                arguments("truncated JSON", Said.document("Hello").substring(0, 150)),
                arguments("two documents", Said.document("a") + Said.document("b")),
                arguments("a string", "\"Hello\""),
                arguments("an array", "[" + Said.document("Hello") + "]"),
                arguments("null", "null"),
                arguments("no choices", "{\"object\":\"chat.completion\"}"),
                arguments("null for choices", "{\"choices\":null}"),
                arguments("a string for choices", "{\"choices\":\"Hello\"}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void inPlaceOfADocument(String name, String body) {
        Answer answer = Answer.status(200).header("Content-Type", "text/html").body(body);
        for (Mode mode : Mode.values()) {
            CallFailedException failure = refused(mode, answer);
            assertThat(failure.status()).isEqualTo(502);
            assertThat(failure.error().toString()).doesNotContain("secret-page");
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePageOfAProxyIsNamedByItsType(Mode mode) {
        Answer page = Answer.status(200)
                .header("Content-Type", "text/html; charset=utf-8")
                .body(HTML);
        assertThat(refused(mode, page)).hasMessageContaining("(text/html; charset=utf-8)");
    }

    static Stream<Arguments> events() {
        return Stream.of(
                arguments("a page", HTML),
                arguments("truncated JSON", Said.LO.substring(0, 40)),
                arguments("a word", "Hello"),
                arguments("a string", "\"Hello\""),
                arguments("a number", "5"),
                arguments("null", "null"),
                arguments("an array", "[" + Said.LO + "]"),
                arguments("[done] in small letters", "[done]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("events")
    void inPlaceOfAnEvent(String name, String data) {
        CallFailedException early =
                refused(Mode.STREAMED, Answer.sse(Said.ROLE, data, Said.HEL, Said.FINISH, Said.DONE));
        assertThat(early.status()).isEqualTo(502);
        assertThat(early.error().toString()).doesNotContain("secret-page");

        Pulled late = broken(Answer.sse(Said.ROLE, Said.HEL, data, Said.LO, Said.FINISH, Said.DONE));
        assertThat(late.data()).containsExactly(Said.ROLE, Said.HEL);
        assertThat(late.failure().status()).isEqualTo(502);

        assertThat(refused(Mode.PLAIN, Answer.sse(Said.ROLE, Said.HEL, data, Said.FINISH, Said.DONE))
                        .status())
                .isEqualTo(502);
    }

    @ParameterizedTest
    @EnumSource
    void aDocumentThatSaysItIsLargerThanMaxAnswer(Mode mode) {
        assertTooLarge(
                mode,
                Answer.status(200).length(100_001).repeat(100, new byte[1_000]).stall());
    }

    @ParameterizedTest
    @EnumSource
    void aDocumentThatTurnsOutLargerThanMaxAnswer(Mode mode) {
        assertTooLarge(
                mode,
                Answer.status(200)
                        .endHead()
                        .repeat(101, " ".repeat(1_000).getBytes(US_ASCII))
                        .stall());
        assertTooLarge(
                mode,
                Answer.status(200)
                        .chunked()
                        .send("30d40\r\n")
                        .repeat(101, " ".repeat(1_000).getBytes(US_ASCII))
                        .stall());
    }

    @Test
    void aDocumentOfJustMaxAnswerIsServed() {
        String document = Said.document("Hello");
        Qlite qlite = setup().limits(l -> l.withMaxAnswer(document.length())).open();
        upstream.enqueue(Answer.json(200, document));
        assertThat(document(qlite.handle(Mode.PLAIN.call().build()))).isEqualTo(document);
        assertThat(receipt().outcome()).isEqualTo(Outcome.ANSWERED);

        Qlite smaller =
                setup().limits(l -> l.withMaxAnswer(document.length() - 1)).open();
        upstream.enqueue(Answer.status(200).chunked().chunk(document).lastChunk());
        assertThat(refused(smaller, Mode.PLAIN).code()).isEqualTo("answer_too_large");
    }

    @Test
    void aStreamLargerThanMaxAnswerPasses() {
        Qlite qlite = setup().limits(l -> l.withMaxAnswer(1_000)).open();
        upstream.enqueue(Answer.sse(
                Said.HEL, Said.content("x".repeat(600)), Said.content("y".repeat(600)), Said.FINISH, Said.DONE));

        Pulled pulled = Pulled.all(qlite.handle(Mode.STREAMED.call().build()));
        assertThat(pulled.failure()).isNull();
        assertThat(pulled.data()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: ", ": ", "x", "data: {}\ndata: "})
    void anEventOverMaxEvent(String beginning) {
        Answer gigantic = Answer.status(200)
                .header("Content-Type", "text/event-stream")
                .endHead()
                .send("data: " + Said.ROLE + "\n\n" + beginning)
                .repeat(100, "x".repeat(1_000).getBytes(US_ASCII))
                .stall();
        Qlite qlite = setup().limits(l -> l.withMaxEvent(10_000)).open();
        upstream.enqueue(gigantic);

        assertThat(refused(qlite, Mode.STREAMED)).hasMessageContaining("10000 bytes");
        assertAsksAgain(qlite, Mode.STREAMED);
    }

    @Test
    void anEventOverMaxEventAfterContent() {
        Qlite qlite = setup().limits(l -> l.withMaxEvent(10_000)).open();
        upstream.enqueue(Answer.sse(Said.HEL, Said.content("x".repeat(10_000)), Said.FINISH, Said.DONE));

        Pulled pulled = broken(qlite, qlite.handle(Mode.STREAMED.call().build()));
        assertThat(pulled.data()).containsExactly(Said.HEL);
        assertThat(pulled.failure().status()).isEqualTo(502);
    }

    private Pulled broken(Answer answer) {
        Qlite qlite = gateway();
        upstream.enqueue(answer);
        Reply reply = qlite.handle(Mode.STREAMED.call().build());
        return broken(qlite, reply);
    }

    private void assertTooLarge(Mode mode, Answer answer) {
        Qlite qlite = setup().limits(l -> l.withMaxAnswer(100_000)).open();
        upstream.enqueue(answer);

        CallFailedException failure = refused(qlite, mode);
        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.code()).isEqualTo("answer_too_large");
        assertThat(failure).hasMessageContaining("max_answer: 100000 bytes");
        assertAsksAgain(qlite, mode);
    }
}

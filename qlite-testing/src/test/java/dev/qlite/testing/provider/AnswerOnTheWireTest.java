package dev.qlite.testing.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.Qlite;
import dev.qlite.chat.ChatCompletion;
import dev.qlite.json.Json;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Outcome;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.testing.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What of an upstream's good answer reaches the client. */
final class AnswerOnTheWireTest extends GatewayFixture {
    private static final String ASKS_FOR_USAGE =
            "{\"model\":\"m-1\",\"messages\":[{}],\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

    @Test
    void aDocumentComesAsItWasByteForByte() {
        upstream.enqueue(Answer.json(200, Said.document("H\\u00e9\u00e9 \\/ \uD83D\uDE00")));

        assertThat(document(gateway().handle(Mode.PLAIN.call().build())))
                .isEqualTo(Said.document("H\\u00e9\u00e9 \\/ \uD83D\uDE00"));
    }

    @Test
    void aDocumentInChunksIsWhole() {
        upstream.enqueue(Answer.status(200)
                .chunked()
                .chunk(Said.document("Hello").substring(0, 20))
                .chunk(Said.document("Hello").substring(20))
                .lastChunk());

        Reply.Document reply =
                (Reply.Document) gateway().handle(Mode.PLAIN.call().build());
        assertThat(document(reply)).isEqualTo(Said.document("Hello"));
        assertThat(reply.whole()).isTrue();
    }

    @Test
    void aDocumentThatOnlyTheCloseEndsIsServedAndNotStored() {
        Qlite qlite = gateway();
        upstream.enqueue(
                Answer.status(200).endHead().send(Said.document("Hello")).cut());

        Reply.Document reply = (Reply.Document) qlite.handle(Mode.PLAIN.call().build());
        assertThat(document(reply)).isEqualTo(Said.document("Hello"));
        assertThat(reply.whole()).isFalse();
        assertThat(receipt().outcome()).isEqualTo(Outcome.ANSWERED);
        assertAsksAgain(qlite, Mode.PLAIN);
    }

    @Test
    void theDataOfEventsComesAsItWasByteForByte() {
        String odd = " {\"choices\" : [{\"delta\":{\"content\":\"\\u00e9\u00e9\u2028\uD83D\uDE00\"}, \"x\" :1.50}] ,"
                + "\t\"usage\":null,\"obfuscation\":\"aX3\", \"x_new\": {} }  ";
        upstream.enqueue(Answer.sse(Said.ROLE, odd, Said.FINISH, Said.DONE));

        assertThat(Pulled.all(gateway().handle(Mode.STREAMED.call().build())).data())
                .containsExactly(Said.ROLE, odd, Said.FINISH);
    }

    @Test
    void theUsageChunkIsHiddenFromAClientThatDidNotAsk() {
        upstream.enqueue(Said.whole(Mode.STREAMED));

        assertThat(Pulled.all(gateway().handle(Mode.STREAMED.call().build())).data())
                .containsExactly(Said.ROLE, Said.HEL, Said.LO, Said.FINISH);
    }

    @Test
    void theUsageChunkIsShownToAClientThatAsked() {
        upstream.enqueue(Said.whole(Mode.STREAMED));

        assertThat(Pulled.all(gateway().handle(Mode.callOf(ASKS_FOR_USAGE).build()))
                        .data())
                .containsExactly(Said.ROLE, Said.HEL, Said.LO, Said.FINISH, Said.USAGE);
    }

    @Test
    void usageBesideChoicesStays() {
        String finish = Said.FINISH.replace("\"choices\"", "\"usage\":{\"total_tokens\":3},\"choices\"");
        upstream.enqueue(Answer.sse(Said.HEL, finish, Said.DONE));

        assertThat(Pulled.all(gateway().handle(Mode.STREAMED.call().build())).data())
                .containsExactly(Said.HEL, finish);
        assertThat(receipt().usage().totalTokens()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void theReceiptTellsWhatItCameTo(Mode mode) {
        upstream.enqueue(Said.whole(mode));
        text(gateway(), mode);

        Receipt receipt = receipt();
        assertThat(receipt.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(receipt.failure()).isNull();
        assertThat(receipt.attempts()).isEqualTo(1);
        assertThat(receipt.cache()).isEqualTo(CacheStatus.MISS);
        assertThat(receipt.route()).hasToString("up/m-1");
        assertThat(receipt.usage().promptTokens()).isEqualTo(7);
        assertThat(receipt.usage().completionTokens()).isEqualTo(2);
        assertThat(receipt.billed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void ofTheHeadersOnlyLimitsAndTheRequestIdAreShown(Mode mode) {
        Answer answer = Answer.status(200)
                .header("X-RateLimit-Remaining-Requests", "59")
                .header("x-ratelimit-reset-tokens", "6m0s")
                .header("X-Request-Id", "req_up")
                .header("Set-Cookie", "a=b")
                .header("openai-organization", "org-secret");
        upstream.enqueue(
                mode == Mode.PLAIN
                        ? answer.body(Said.document("Hello"))
                        : answer.header("content-type", "Text/Event-Stream;charset=utf-8")
                                .chunked()
                                .event(Said.HEL)
                                .event(Said.FINISH)
                                .event("[DONE]")
                                .lastChunk());

        try (Reply reply = gateway().handle(mode.call().build())) {
            Head head = reply.head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.headers())
                    .containsOnly(
                            Map.entry("x-ratelimit-remaining-requests", "59"),
                            Map.entry("x-ratelimit-reset-tokens", "6m0s"),
                            Map.entry("x-upstream-request-id", "req_up"));
        }
    }

    @Test
    void aStreamForAPlainCallIsFolded() {
        upstream.enqueue(Said.whole(Mode.STREAMED));

        Json document = Json.parse(document(gateway().handle(Mode.PLAIN.call().build())));
        assertThat(ChatCompletion.of(document).text()).isEqualTo("Hello");
        assertThat(document.get("object").asString()).isEqualTo("chat.completion");
        assertThat(document.get("usage").get("total_tokens").asInt()).isEqualTo(9);
        assertThat(receipt().usage().totalTokens()).isEqualTo(9);
    }

    @Test
    void aFoldedStreamIsBoundedByMaxAnswer() {
        Qlite qlite = setup().limits(l -> l.withMaxAnswer(1_000)).open();
        upstream.enqueue(Answer.sse(Said.HEL, Said.content("x".repeat(1_000)), Said.FINISH, Said.DONE));

        assertThat(refused(qlite, Mode.PLAIN).code()).isEqualTo("answer_too_large");
        assertAsksAgain(qlite, Mode.PLAIN);
    }

    @Test
    void aDocumentForAStreamedCallIsCutIntoEvents() {
        upstream.enqueue(Answer.json(200, Said.document("Hello")));
        assertThat(text(gateway(), Mode.STREAMED)).isEqualTo("Hello");
        assertThat(receipt().usage().totalTokens()).isEqualTo(9);

        upstream.enqueue(Answer.json(200, Said.document("Hello")));
        assertThat(Pulled.all(gateway().handle(Mode.callOf(ASKS_FOR_USAGE).build()))
                        .data())
                .last()
                .asString()
                .contains("\"choices\":[]")
                .contains("\"total_tokens\":9");
    }
}

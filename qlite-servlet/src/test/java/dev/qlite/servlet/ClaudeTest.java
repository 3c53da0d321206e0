package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Secret;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.anthropic.AnthropicType;
import dev.qlite.testing.Answer;
import dev.qlite.testing.FakeUpstream;
import dev.qlite.testing.Gate;
import dev.qlite.testing.RecordedRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A client of OpenAI's, and Claude behind the door. */
@InEachMode
class ClaudeTest {
    private static final String MODEL = "claude-sonnet-4-5";
    private static final String KEY = "sk-ant-canary-7719";
    private static final String START =
            "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"claude-x\","
                    + "\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}";
    private static final String BEGIN =
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}";
    private static final String END = "{\"type\":\"content_block_stop\",\"index\":0}";
    private static final String DELTA =
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":2}}";
    private static final String STOP = "{\"type\":\"message_stop\"}";
    private static final String ERROR =
            "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";
    private static final String DOCUMENT =
            "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-x\","
                    + "\"content\":[{\"type\":\"text\",\"text\":\"one two\"}],\"stop_reason\":\"end_turn\","
                    + "\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}";

    private final FakeUpstream upstream = FakeUpstream.start();
    private final Gate gate = Gate.named("Claude goes on");
    private final Door door;

    ClaudeTest(Mode mode) {
        Provider claude = new AnthropicType()
                .create(
                        ProviderSettings.named(MODEL)
                                .baseUrl(upstream.uri(""))
                                .apiKey(Secret.of(KEY))
                                .build(),
                        Limits.DEFAULT);
        door = Door.with(mode).provider(claude).open();
    }

    @AfterEach
    void close() {
        gate.open();
        door.close();
        upstream.close();
    }

    @Test
    void claudeGetsItsOwnRequestAndNothingOfTheCallers() {
        upstream.enqueue(Answer.json(200, DOCUMENT));

        door.chat(Chats.plain(MODEL, "hi"), "Authorization", "Bearer sk-callers", "X-Other", "1");

        RecordedRequest request = upstream.takeRequest(Door.SOON);
        assertThat(request.path()).isEqualTo("/v1/messages");
        assertThat(request.headers().all("x-api-key")).containsExactly(KEY);
        assertThat(request.headers().all("anthropic-version")).containsExactly("2023-06-01");
        assertThat(request.headers().contains("authorization")).isFalse();
        assertThat(request.headers().contains("x-other")).isFalse();
        assertThat(request.text()).contains("\"max_tokens\":4096").doesNotContain("stream");
    }

    @Test
    void whatWasDroppedIsToldAgainOnAHitInTheOtherMode() {
        upstream.enqueue(Answer.json(200, DOCUMENT));
        String plain = Chats.plain(MODEL, "hi").replaceFirst("\\{", "{\"seed\":1,\"verbosity\":\"low\",");

        HttpResponse<String> miss = door.chat(plain);
        HttpResponse<String> hit = door.chat(plain.replaceFirst("\\{", "{\"stream\":true,"));

        assertThat(miss.headers().firstValue("X-Qlite-Dropped")).contains("seed, verbosity");
        assertThat(hit.headers().firstValue("X-Qlite-Dropped")).contains("seed, verbosity");
        assertThat(hit.headers().firstValue("X-Cache")).contains("HIT");
        assertThat(Json.parse(miss.body()).get("usage").get("total_tokens").asInt())
                .isEqualTo(5);
    }

    @Test
    void aFieldsNameCannotBreakOutOfTheHeader() {
        upstream.always(Answer.json(200, DOCUMENT));
        String odd = "{\"a\\r\\nSet-Cookie: b,é\":1,";
        String many = "{" + "\"x%d\":1,".repeat(500);
        Object[] numbers = IntStream.range(0, 500).boxed().toArray();

        HttpResponse<String> answer =
                door.chat(Chats.plain(MODEL, "hi").replaceFirst("\\{", Matcher.quoteReplacement(odd)));
        HttpResponse<String> endless = door.chat(Chats.plain(MODEL, "hi").replaceFirst("\\{", many.formatted(numbers)));

        assertThat(answer.headers().firstValue("X-Qlite-Dropped")).contains("a??Set-Cookie:?b??");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(endless.headers().firstValue("X-Qlite-Dropped").orElseThrow())
                .startsWith("x0, x1, ")
                .endsWith(", *")
                .hasSizeLessThan(1_010);
    }

    @Test
    void aNumberBeyondAllUseIsRefused() {
        String beyond = Chats.plain(MODEL, "hi").replaceFirst("\\{", "{\"temperature\":1e400,");

        Json error = Errors.assertError(door.chat(beyond), 400);

        assertThat(Errors.text(error, "message")).contains("temperature");
        assertThat(upstream.calls()).isZero();
    }

    @Test
    void eachEventLeavesBeforeTheNextExists() {
        upstream.enqueue(sse(START, BEGIN, word("one"))
                .awaits(gate)
                .chunk(framed(word(" two"), END, DELTA, STOP))
                .lastChunk());

        try (RawClient client = door.ask(Chats.streamed(MODEL, "hi"))) {
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.chunk()).contains("\"role\":\"assistant\"").contains("one");
            gate.open();
            assertThat(client.chunks()).contains(" two").contains("\"stop\"").endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void pingsReachNobody() {
        upstream.enqueue(sse(START, BEGIN, "{\"type\":\"ping\"}", word("one"), "{\"type\":\"ping\"}", END, DELTA, STOP)
                .lastChunk());

        assertThat(door.chat(Chats.streamed(MODEL, "hi")).body())
                .doesNotContain("ping")
                .endsWith("data: [DONE]\n\n");
        assertThat(door.chat(Chats.plain(MODEL, "hi")).headers().firstValue("X-Cache"))
                .contains("HIT");
    }

    @Test
    void anErrorBeforeTheContentIsAStatus() {
        upstream.enqueue(sse(START, ERROR).lastChunk());

        Json error = Errors.assertError(door.chat(Chats.streamed(MODEL, "hi")), 503);

        assertThat(Errors.text(error, "code")).isEqualTo("overloaded");
    }

    @Test
    void anErrorAfterTheContentEndsTheStreamWithoutDone() {
        upstream.enqueue(sse(START, BEGIN, word("one"), ERROR, END, DELTA, STOP).lastChunk());

        assertThat(door.chat(Chats.streamed(MODEL, "hi")).body())
                .contains("one")
                .contains("\"error\":{\"message\":\"Overloaded\"")
                .doesNotContain("[DONE]");
        assertNotStored();
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of(
                        "no stop", sse(START, BEGIN, word("one"), END, DELTA).lastChunk()),
                Arguments.of("cut", sse(START, BEGIN, word("one"), END, DELTA).cut()),
                Arguments.of(
                        "a page",
                        Answer.status(200).header("Content-Type", "text/html").body("<html>")),
                Arguments.of("half a document", Answer.json(200, DOCUMENT.substring(0, 80))),
                Arguments.of("no events", Answer.sse().lastChunk()),
                Arguments.of("garbage", sse("<html>").lastChunk()),
                Arguments.of("no type", sse("{\"a\":1}").lastChunk()),
                Arguments.of("null", sse("null").lastChunk()),
                Arguments.of("an answer of OpenAI's", Answer.json(200, Chats.DOCUMENT)),
                Arguments.of("an error as an answer", Answer.json(200, ERROR)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void aBadAnswerIsAnErrorAndNotStored(String name, Answer answer) {
        upstream.enqueue(answer);

        HttpResponse<String> told = door.chat(Chats.streamed(MODEL, "hi"));

        assertThat(told.body()).contains("\"error\":{").doesNotContain("[DONE]").doesNotContain("dev.qlite");
        assertThat(told.statusCode()).isIn(200, 502, 503);
        assertNotStored();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | invalid_request_error | prompt is too long: 1 | 400 | invalid_request_error | context_length_exceeded
            401 | authentication_error  | invalid x-api-key     | 502 | server_error          | upstream_credential
            403 | permission_error      | no                    | 502 | server_error          | upstream_credential
            404 | not_found_error       | model: x              | 404 | invalid_request_error | model_not_found
            413 | request_too_large     | big                   | 413 | invalid_request_error | request_too_large
            429 | rate_limit_error      | slow                  | 429 | rate_limit_error      | rate_limit_exceeded
            500 | api_error             | oops                  | 500 | server_error          | ``
            529 | overloaded_error      | busy                  | 503 | server_error          | overloaded
            """)
    void aStatusBecomes(int status, String type, String message, int expected, String expectedType, String code) {
        upstream.enqueue(Answer.status(status)
                .header("Content-Type", "application/json")
                .header("Retry-After", "7")
                .header("request-id", "req_9")
                .body("{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                        + "\"},\"request_id\":\"req_9\"}"));

        HttpResponse<String> answer = door.chat(Chats.plain(MODEL, "hi"));

        Json error = Errors.assertError(answer, expected);
        assertThat(Errors.text(error, "type")).isEqualTo(expectedType);
        assertThat(error.get("code").isNull() ? "" : Errors.text(error, "code")).isEqualTo(code);
        if (expected != 502) {
            assertThat(Errors.text(error, "message")).isEqualTo(message);
            assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        }
    }

    private void assertNotStored() {
        upstream.enqueue(Answer.json(200, DOCUMENT));
        assertThat(door.chat(Chats.plain(MODEL, "hi")).headers().firstValue("X-Cache"))
                .contains("MISS");
    }

    private static Answer sse(String... events) {
        return Answer.status(200)
                .header("Content-Type", "text/event-stream; charset=utf-8")
                .chunked()
                .chunk(framed(events));
    }

    private static String framed(String... events) {
        StringBuilder framed = new StringBuilder();
        for (String event : events) {
            framed.append("event: x\ndata: ").append(event).append("\n\n");
        }
        return framed.toString();
    }

    private static String word(String text) {
        return "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text
                + "\"}}";
    }
}

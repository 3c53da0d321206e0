package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Secret;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.google.GoogleType;
import dev.qlite.testing.Answer;
import dev.qlite.testing.FakeUpstream;
import dev.qlite.testing.Gate;
import dev.qlite.testing.RecordedRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A client of OpenAI's, and Gemini behind the door. */
@InEachMode
class GeminiTest {
    private static final String MODEL = "gemini-2.5-flash";
    private static final String KEY = "AIza-canary-5520";
    private static final String STOP = event("{\"text\":\"\"}", "STOP");
    private static final String ERROR = "{\"error\":{\"code\":503,\"message\":\"busy\",\"status\":\"UNAVAILABLE\"}}";
    private static final String DOCUMENT = event("{\"text\":\"one two\"}", "STOP");

    private final FakeUpstream upstream = FakeUpstream.start();
    private final Gate gate = Gate.named("Gemini goes on");
    private final Door door;

    GeminiTest(Mode mode) {
        Provider gemini = new GoogleType()
                .create(
                        ProviderSettings.named(MODEL)
                                .baseUrl(upstream.uri(""))
                                .apiKey(Secret.of(KEY))
                                .build(),
                        Limits.DEFAULT);
        door = Door.with(mode).provider(gemini).open();
    }

    @AfterEach
    void close() {
        gate.open();
        door.close();
        upstream.close();
    }

    @Test
    void geminiGetsItsOwnRequestAndItsKeyInAHeader() {
        upstream.enqueue(Answer.json(200, DOCUMENT));

        door.chat(Chats.plain(MODEL, "hi"), "Authorization", "Bearer sk-callers");

        RecordedRequest request = upstream.takeRequest(Door.SOON);
        assertThat(request.path()).isEqualTo("/v1beta/models/gemini-2.5-flash:generateContent");
        assertThat(request.headers().all("x-goog-api-key")).containsExactly(KEY);
        assertThat(request.headers().contains("authorization")).isFalse();
    }

    @Test
    void eachEventLeavesBeforeTheNextExists() {
        upstream.enqueue(sse(event("{\"text\":\"one\"}", ""))
                .awaits(gate)
                .chunk(framed(event("{\"text\":\" two\"}", ""), STOP))
                .lastChunk());

        try (RawClient client = door.ask(Chats.streamed(MODEL, "hi"))) {
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.chunk()).contains("\"role\":\"assistant\"").contains("one");
            gate.open();
            assertThat(client.chunks()).contains(" two").contains("\"stop\"").endsWith("data: [DONE]\n\n");
        }
        assertThat(upstream.takeRequest(Door.SOON).path())
                .isEqualTo("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse");
        assertThat(door.chat(Chats.plain(MODEL, "hi")).headers().firstValue("X-Cache"))
                .contains("HIT");
    }

    @Test
    void anErrorBeforeTheContentIsAStatusAndAfterItAnEvent() {
        upstream.enqueue(sse(ERROR).lastChunk());
        upstream.enqueue(sse(event("{\"text\":\"one\"}", ""), ERROR).lastChunk());

        assertThat(Errors.text(Errors.assertError(door.chat(Chats.streamed(MODEL, "hi")), 503), "code"))
                .isEqualTo("overloaded");
        assertThat(door.chat(Chats.streamed(MODEL, "hi")).body())
                .contains("one")
                .contains("\"error\":{\"message\":\"busy\"")
                .doesNotContain("[DONE]");
        assertNotStored();
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("no reason", sse(event("{\"text\":\"one\"}", "")).lastChunk()),
                Arguments.of("cut", sse(event("{\"text\":\"one\"}", ""), STOP).cut()),
                Arguments.of(
                        "a page",
                        Answer.status(200).header("Content-Type", "text/html").body("<html>")),
                Arguments.of("half a document", Answer.json(200, DOCUMENT.substring(0, 80))),
                Arguments.of("no events", Answer.sse().lastChunk()),
                Arguments.of("garbage", sse("<html>").lastChunk()),
                Arguments.of("null", sse("null").lastChunk()),
                Arguments.of("nothing answered", Answer.json(200, "{\"candidates\":[]}")),
                Arguments.of("a malformed call", Answer.json(200, event("", "MALFORMED_FUNCTION_CALL"))),
                Arguments.of(
                        "a malformed call, streamed",
                        sse(event("", "MALFORMED_FUNCTION_CALL")).lastChunk()),
                Arguments.of("an error as an answer", Answer.json(200, ERROR)),
                Arguments.of("an error in a list", Answer.json(500, "[" + ERROR + "]")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void aBadAnswerIsAnErrorAndNotStored(String name, Answer answer) {
        upstream.enqueue(answer);

        HttpResponse<String> told = door.chat(Chats.streamed(MODEL, "hi"));

        assertThat(told.body()).contains("\"error\":{").doesNotContain("[DONE]").doesNotContain("dev.qlite");
        assertThat(told.statusCode()).isIn(200, 500, 502, 503);
        assertNotStored();
    }

    @Test
    void whatWasSaidBeforeAFailedCallIsShownAndNotStored() {
        upstream.enqueue(Answer.json(200, event("{\"text\":\"one\"}", "MALFORMED_FUNCTION_CALL")));
        upstream.enqueue(
                sse(event("{\"text\":\"one\"}", "MALFORMED_FUNCTION_CALL")).lastChunk());

        assertThat(door.chat(Chats.plain(MODEL, "hi")).body()).contains("one").contains("MALFORMED_FUNCTION_CALL");
        assertThat(door.chat(Chats.streamed(MODEL, "hi")).body())
                .contains("one")
                .contains("MALFORMED_FUNCTION_CALL")
                .endsWith("data: [DONE]\n\n");
        assertNotStored();
    }

    @Test
    void whatIsFilteredIsNotStored() {
        upstream.enqueue(Answer.json(200, "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}"));

        assertThat(door.chat(Chats.plain(MODEL, "hi")).body()).contains("content_filter");
        assertNotStored();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | INVALID_ARGUMENT   | bad                     | 400 | invalid_request_error | ``
            400 | INVALID_ARGUMENT   | API key not valid. Pass | 502 | server_error          | upstream_credential
            403 | PERMISSION_DENIED  | no                      | 502 | server_error          | upstream_credential
            404 | NOT_FOUND          | models/x is not found   | 404 | invalid_request_error | model_not_found
            402 | RESOURCE_EXHAUSTED | credit                  | 429 | insufficient_quota    | insufficient_quota
            429 | RESOURCE_EXHAUSTED | slow                    | 429 | rate_limit_error      | rate_limit_exceeded
            500 | INTERNAL           | oops                    | 500 | server_error          | ``
            503 | UNAVAILABLE        | busy                    | 503 | server_error          | overloaded
            """)
    void aStatusBecomes(int status, String name, String message, int expected, String type, String code) {
        upstream.enqueue(
                Answer.json(
                        status,
                        "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\",\"status\":\"" + name
                                + "\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"34s\"}]}}"));

        HttpResponse<String> answer = door.chat(Chats.plain(MODEL, "hi"));

        Json error = Errors.assertError(answer, expected);
        assertThat(Errors.text(error, "type")).isEqualTo(type);
        assertThat(error.get("code").isNull() ? "" : Errors.text(error, "code")).isEqualTo(code);
        if (status == 429) {
            assertThat(answer.headers().firstValue("Retry-After")).contains("34");
        }
    }

    @Test
    void textsBecomeVectors() {
        upstream.enqueue(
                Answer.json(
                        200,
                        "{\"embeddings\":[{\"values\":[0.5,-1]},{\"values\":[1,2]}],\"usageMetadata\":{\"promptTokenCount\":4}}"));
        upstream.enqueue(Answer.json(200, "{\"embeddings\":[{\"values\":[0.5,-1]}]}"));

        Json two = Json.parse(embed("\"input\":[\"a\",\"b\"],\"dimensions\":2").body());
        Json one = Json.parse(
                embed("\"input\":\"a\",\"encoding_format\":\"base64\"").body());

        assertThat(two.get("data").get(1)).hasToString("{\"object\":\"embedding\",\"index\":1,\"embedding\":[1,2]}");
        assertThat(two.get("usage").get("prompt_tokens").asInt()).isEqualTo(4);
        assertThat(one.get("data").get(0).get("embedding").asString()).isEqualTo("AAAAPwAAgL8=");
        RecordedRequest request = upstream.takeRequest(Door.SOON);
        assertThat(request.path()).isEqualTo("/v1beta/models/gemini-2.5-flash:batchEmbedContents");
        assertThat(request.text()).contains("\"outputDimensionality\":2").contains("{\"text\":\"b\"}");
        Errors.assertError(embed("\"input\":[[1,2]]"), 400);
    }

    private HttpResponse<String> embed(String members) {
        String body = "{\"model\":\"" + MODEL + "\"," + members + "}";
        return door.text(door.request("/v1/embeddings", "POST", BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .build());
    }

    private void assertNotStored() {
        upstream.enqueue(Answer.json(200, DOCUMENT));
        assertThat(door.chat(Chats.plain(MODEL, "hi")).headers().firstValue("X-Cache"))
                .contains("MISS");
    }

    private static Answer sse(String... events) {
        return Answer.sse().chunk(framed(events));
    }

    private static String framed(String... events) {
        StringBuilder framed = new StringBuilder();
        for (String event : events) {
            framed.append("data: ").append(event).append("\r\n\r\n");
        }
        return framed.toString();
    }

    private static String event(String part, String finish) {
        return "{\"responseId\":\"r1\",\"modelVersion\":\"gemini-x\",\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":["
                + part + "]}" + (finish.isEmpty() ? "" : ",\"finishReason\":\"" + finish + "\"") + "}]}";
    }
}

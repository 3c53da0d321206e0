package dev.qlite.provider.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.pipeline.Tree;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of Gemini's answers, whole and streamed: the same. */
class GoogleAnswerTest {
    private final Gemini gemini = Gemini.model(Gemini.OLD);

    @Test
    void aStopAfterACallIsACall() {
        String call =
                event("{\"functionCall\":{\"name\":\"f\",\"args\":{\"x\":1}},\"thoughtSignature\":\"S\"}", "", "");
        String stop = event(
                "{\"text\":\"\"}",
                "STOP",
                ",\"usageMetadata\":{\"promptTokenCount\":5,\"candidatesTokenCount\":3,\"thoughtsTokenCount\":4,\"totalTokenCount\":12}");

        Json folded = gemini.folded("", call, stop);

        Json choice = folded.get("choices").get(0);
        assertThat(choice.get("finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(Tree.of(choice.get("message").get("tool_calls")))
                .isEqualTo(
                        Tree.of(
                                "[{\"id\":\"call_r1_0_0\",\"type\":\"function\",\"function\":{\"name\":\"f\","
                                        + "\"arguments\":\"{\\\"x\\\":1}\"},\"extra_content\":{\"google\":{\"thought_signature\":\"S\"}}}]"));
        assertThat(Tree.of(folded.get("usage")))
                .isEqualTo(
                        Tree.of(
                                "{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12,"
                                        + "\"prompt_tokens_details\":{\"cached_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":4}}"));
    }

    @Test
    void whatHasAPriceOfItsOwnIsCountedApart() {
        String usage =
                ",\"usageMetadata\":{\"promptTokenCount\":5,\"candidatesTokenCount\":1300,\"serviceTier\":\"flex\","
                        + "\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":2},{\"modality\":\"AUDIO\",\"tokenCount\":3}],"
                        + "\"candidatesTokensDetails\":[{\"modality\":\"IMAGE\",\"tokenCount\":1290}]}";

        Json counted =
                gemini.answer("", event("{\"text\":\"a\"}", "STOP", usage)).get("usage");

        assertThat(counted.get("prompt_tokens_details").get("audio_tokens").asLong())
                .isEqualTo(3);
        assertThat(counted.get("completion_tokens_details").get("image_tokens").asLong())
                .isEqualTo(1290);
        assertThat(counted.get("service_tier").asString()).isEqualTo("flex");
    }

    @Test
    void wholeAndStreamedAreTheSame() {
        String sources =
                ",\"groundingMetadata\":{\"groundingChunks\":[{\"web\":{\"uri\":\"https://x\",\"title\":\"t\"}}],"
                        + "\"groundingSupports\":[{\"segment\":{\"startIndex\":3,\"endIndex\":8},\"groundingChunkIndices\":[0]}]}";
        String parts = "{\"text\":\"h\\u006d\",\"thought\":true},{\"text\":\"Hé you \"},"
                + "{\"functionCall\":{\"id\":\"a\",\"name\":\"f\",\"args\":{}}},"
                + "{\"executableCode\":{\"code\":\"1\"}},"
                + "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"iVBO\"}},"
                + "{\"functionCall\":{\"name\":\"g\"}}";

        Json whole = gemini.answer("", event(parts, "STOP", "", sources));
        Json streamed = gemini.folded(
                "",
                event("{\"text\":\"h\\u006d\",\"thought\":true}", "", ""),
                event("{\"text\":\"Hé\"}", "", ""),
                event("{\"text\":\" you \"}", "", ""),
                event("{\"functionCall\":{\"id\":\"a\",\"name\":\"f\",\"args\":{}}},{\"executableCode\":{}}", "", ""),
                event("{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"iVBO\"}}", "STOP", ""),
                event("{\"functionCall\":{\"name\":\"g\"}}", "STOP", "", sources));

        assertThat(Tree.of(streamed)).isEqualTo(Tree.of(whole));
        assertThat(Tree.of(whole.get("choices").get(0).get("message"))).isEqualTo(Tree.of("""
                {"role":"assistant","content":"Hé you ","refusal":null,"reasoning_content":"hm",
                 "annotations":[{"type":"url_citation","url_citation":{"start_index":2,"end_index":7,"url":"https://x","title":"t"}}],
                 "images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}}],
                 "tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},
                               {"id":"call_r1_0_1","type":"function","function":{"name":"g","arguments":"{}"}}]}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, stop",
        "MAX_TOKENS, length",
        "SAFETY, content_filter",
        "RECITATION, content_filter",
        "IMAGE_SAFETY, content_filter",
        "OTHER, stop",
        "SOMETHING_NEW, stop"
    })
    void theReasonToStopBecomes(String reason, String finish) {
        assertThat(gemini.answer("", event("{\"text\":\"a\"}", reason, ""))
                        .get("choices")
                        .get(0)
                        .get("finish_reason")
                        .asString())
                .isEqualTo(finish);
    }

    @Test
    void aBlockedPromptIsFiltered() {
        String blocked = "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":9}}";

        Json whole = gemini.answer("", blocked);

        assertThat(whole.get("choices").get(0).get("finish_reason").asString()).isEqualTo("content_filter");
        assertThat(whole.get("choices").get(0).get("message").get("refusal").asString())
                .isEqualTo("SAFETY");
        assertThat(whole.get("usage").get("total_tokens").asInt()).isEqualTo(9);
        assertThat(Tree.of(gemini.folded("", blocked).get("choices"))).isEqualTo(Tree.of(whole.get("choices")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"candidates\":[]}",
                "{\"candidates\":null,\"promptFeedback\":null}",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}",
                "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{}}]},\"finishReason\":\"STOP\"}]}"
            })
    void whatIsNoWholeAnswerIsAnError(String document) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> gemini.answer("", document));
    }

    @Test
    void aMalformedCallIsAFailureAndNoAnswer() {
        List<Json> chunks = gemini.stream("", event("", "MALFORMED_FUNCTION_CALL", ""));

        assertThat(chunks).hasSize(1);
        assertThat(chunks.get(0).get("error").get("message").asString())
                .isEqualTo("Gemini failed: MALFORMED_FUNCTION_CALL");
        assertThat(gemini.answer("", event("{\"text\":\"a\"}", "MALFORMED_FUNCTION_CALL", ""))
                        .get("choices")
                        .get(0)
                        .get("finish_reason")
                        .asString())
                .isEqualTo("stop");
    }

    @Test
    void severalAnswersAreSeveralChoices() {
        Json whole = gemini.answer(
                "",
                "{\"responseId\":\"r1\",\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\"},"
                        + "{\"index\":1,\"content\":{\"parts\":[{\"text\":\"b\"}]},\"finishReason\":\"MAX_TOKENS\"}]}");

        assertThat(whole.get("choices").get(1).get("message").get("content").asString())
                .isEqualTo("b");
        assertThat(whole.get("choices").get(1).get("finish_reason").asString()).isEqualTo("length");
    }

    @Test
    void anAnswerDoesNotFailForItsSources() {
        Json whole = gemini.answer(
                "",
                event(
                        "{\"text\":\"a\"}",
                        "STOP",
                        "",
                        ",\"groundingMetadata\":{\"groundingChunks\":[{\"web\":{\"uri\":\"https://x\"}},null],"
                                + "\"groundingSupports\":[null,{\"groundingChunkIndices\":[\"x\",-1,1e30,1,0]}]}"));

        assertThat(Tree.of(whole.get("choices").get(0).get("message").get("annotations")))
                .isEqualTo(
                        Tree.of(
                                "[{\"type\":\"url_citation\",\"url_citation\":{\"start_index\":0,\"end_index\":0,\"url\":\"https://x\",\"title\":\"\"}}]"));
    }

    @Test
    void logprobsBecomeOpenAis() {
        Json whole = gemini.answer(
                "",
                "{\"responseId\":\"r1\",\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\","
                        + "\"logprobsResult\":{\"chosenCandidates\":[{\"token\":\"a\",\"tokenId\":1,\"logProbability\":-0.5}],"
                        + "\"topCandidates\":[{\"candidates\":[{\"token\":\"b\",\"logProbability\":-1.5}]}]}}]}");

        assertThat(Tree.of(whole.get("choices").get(0).get("logprobs"))).isEqualTo(Tree.of("""
                {"content":[{"token":"a","logprob":-0.5,"bytes":null,
                             "top_logprobs":[{"token":"b","logprob":-1.5,"bytes":null}]}],"refusal":null}"""));
    }

    @Test
    void aCustomToolsInputIsItsText() {
        String tool = "\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"run\"}}]";

        Json whole = gemini.answer(
                tool,
                event("{\"functionCall\":{\"id\":\"a\",\"name\":\"run\",\"args\":{\"input\":\"x\"}}}", "STOP", ""));

        assertThat(Tree.of(whole.get("choices").get(0).get("message").get("tool_calls")))
                .isEqualTo(
                        Tree.of("[{\"id\":\"a\",\"type\":\"custom\",\"custom\":{\"name\":\"run\",\"input\":\"x\"}}]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "status":"INVALID_ARGUMENT","message":"w"                                        | invalid_request_error | ``
            "status":"INVALID_ARGUMENT","message":"API key not valid. Please"                | invalid_request_error | invalid_api_key
            "status":"INVALID_ARGUMENT","message":"w","details":[{"reason":"API_KEY_INVALID"}] | invalid_request_error | invalid_api_key
            "status":"INVALID_ARGUMENT","message":"it exceeds the maximum number of tokens allowed" | invalid_request_error | context_length_exceeded
            "status":"NOT_FOUND","message":"w"                                               | invalid_request_error | model_not_found
            "status":"RESOURCE_EXHAUSTED","message":"w"                                      | rate_limit_error      | rate_limit_exceeded
            "status":"UNAVAILABLE","message":"w"                                             | server_error          | overloaded
            "status":"DEADLINE_EXCEEDED","message":"w"                                       | server_error          | timeout
            "status":"INTERNAL","message":"w"                                                | server_error          | ``
            "code":500                                                                       | server_error          | ``
            """)
    void anErrorBecomes(String error, String type, String code) {
        Json told = gemini.stream("", "{\"error\":{" + error + "}}").get(0).get("error");

        assertThat(told.get("type").asString()).isEqualTo(type);
        assertThat(told.get("code").isNull() ? "" : told.get("code").asString()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "34s, 34000",
                "34.074824224s, 34074",
                "0s, 0",
                "soon, -",
                "s, -",
                "34, -",
                "-5s, -",
                "NaNs, -",
                "1e2147483647s, -",
                "1e400000000s, -"
            },
            nullValues = "-")
    void aRetrysDelayIsRead(String delay, @Nullable Long millis) {
        Json error = Json.parse("{\"error\":{\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\","
                + "\"retryDelay\":\"" + delay + "\"}]}}");

        assertThat(GoogleErrors.retryAfter(error)).isEqualTo(millis == null ? null : Duration.ofMillis(millis));
    }

    private static String event(String parts, String finish, String more) {
        return event(parts, finish, more, "");
    }

    private static String event(String parts, String finish, String more, String ofCandidate) {
        return "{\"responseId\":\"r1\",\"modelVersion\":\"gemini-x\",\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":["
                + parts + "]}" + (finish.isEmpty() ? "" : ",\"finishReason\":\"" + finish + "\"") + ofCandidate + "}]"
                + more
                + "}";
    }
}

package dev.qlite.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.pipeline.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of Claude's answers, whole and streamed: the same. */
class AnthropicAnswerTest {
    private static final String START =
            "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"claude-x\","
                    + "\"content\":[],\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":90,\"output_tokens\":1}}}";
    private static final String STOP = "{\"type\":\"message_stop\"}";

    private final Claude claude = Claude.model(Claude.OLD);

    @Test
    void aTierThatIsNotTheStandardIsTold() {
        String answer = "{\"id\":\"m\",\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}],"
                + "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1,\"service_tier\":\"%s\"}}";

        Json priority = claude.answer("", answer.replace("%s", "priority")).get("usage");
        Json standard = claude.answer("", answer.replace("%s", "standard")).get("usage");

        assertThat(priority.get("service_tier").asString()).isEqualTo("priority");
        assertThat(standard.get("service_tier").isMissing()).isTrue();
    }

    @Test
    void aToolWithoutArgumentsHasAnEmptyObjectAndTheFirstNumber() {
        List<Json> chunks = claude.stream(
                "",
                START,
                begin(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
                delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}"),
                delta(0, "{\"type\":\"signature_delta\",\"signature\":\"S\"}"),
                end(0),
                "{\"type\":\"ping\"}",
                begin(1, "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"now\",\"input\":{}}"),
                delta(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"),
                end(1),
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":7}}",
                STOP);

        assertThat(chunks.stream().map(chunk -> chunk.get("choices").get(0).get("delta")))
                .extracting(Json::toString)
                .containsExactly(
                        "{\"role\":\"assistant\",\"content\":null,\"refusal\":null}",
                        "{\"reasoning_content\":\"hm\"}",
                        "{\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"S\"}]}",
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"toolu_1\",\"type\":\"function\",\"function\":{\"name\":\"now\",\"arguments\":\"\"}}]}",
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]}",
                        "{}",
                        "");
        assertThat(chunks.get(5).get("choices").get(0).get("finish_reason").asString())
                .isEqualTo("tool_calls");
        assertThat(Tree.of(chunks.get(6).get("usage")))
                .isEqualTo(Tree.of("{\"prompt_tokens\":100,\"completion_tokens\":7,\"total_tokens\":107,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":90,\"cache_write_tokens\":0}}"));
    }

    @Test
    void wholeAndStreamedAreTheSame() {
        String whole =
                "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-x\",\"content\":["
                        + "{\"type\":\"thinking\",\"thinking\":\"h\\u006d\",\"signature\":\"S\"},"
                        + "{\"type\":\"redacted_thinking\",\"data\":\"D\"},"
                        + "{\"type\":\"text\",\"text\":\"Héy \"},"
                        + "{\"type\":\"text\",\"text\":\"you\",\"citations\":[{\"type\":\"web_search_result_location\",\"url\":\"https://x\",\"title\":\"t\"}]},"
                        + "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{}},"
                        + "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{\"x\":1}},"
                        + "{\"type\":\"tool_use\",\"id\":\"b\",\"name\":\"g\",\"input\":{}}],"
                        + "\"stop_reason\":\"tool_use\",\"usage\":{\"input_tokens\":10,\"cache_creation_input_tokens\":5,"
                        + "\"cache_creation\":{\"ephemeral_1h_input_tokens\":3},\"cache_read_input_tokens\":90,"
                        + "\"output_tokens\":7,\"output_tokens_details\":{\"thinking_tokens\":2}}}";
        Json streamed = claude.folded(
                "",
                START,
                begin(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
                delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"h\\u006d\"}"),
                delta(0, "{\"type\":\"signature_delta\",\"signature\":\"S\"}"),
                end(0),
                begin(1, "{\"type\":\"redacted_thinking\",\"data\":\"D\"}"),
                end(1),
                begin(2, "{\"type\":\"text\",\"text\":\"\"}"),
                delta(2, "{\"type\":\"text_delta\",\"text\":\"Hé\"}"),
                delta(2, "{\"type\":\"text_delta\",\"text\":\"y \"}"),
                end(2),
                begin(3, "{\"type\":\"text\",\"text\":\"\",\"citations\":[]}"),
                delta(3, "{\"type\":\"text_delta\",\"text\":\"you\"}"),
                delta(3, "{\"type\":\"citations_delta\",\"citation\":{\"url\":\"https://x\",\"title\":\"t\"}}"),
                end(3),
                begin(4, "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{}}"),
                delta(4, "{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}"),
                end(4),
                begin(5, "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{}}"),
                delta(5, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"x\\\"\"}"),
                delta(5, "{\"type\":\"input_json_delta\",\"partial_json\":\":1}\"}"),
                end(5),
                begin(6, "{\"type\":\"tool_use\",\"id\":\"b\",\"name\":\"g\",\"input\":{}}"),
                end(6),
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"input_tokens\":null,"
                        + "\"cache_creation_input_tokens\":5,\"cache_creation\":{\"ephemeral_1h_input_tokens\":3},"
                        + "\"output_tokens\":7,\"output_tokens_details\":{\"thinking_tokens\":2}}}",
                STOP);

        assertThat(Tree.of(streamed)).isEqualTo(Tree.of(claude.answer("", whole)));
        Json message = streamed.get("choices").get(0).get("message");
        assertThat(Tree.of(message)).isEqualTo(Tree.of("""
                {"role":"assistant","content":"Héy you","refusal":null,"reasoning_content":"hm",
                 "thinking_blocks":[{"type":"thinking","thinking":"hm","signature":"S"},{"type":"redacted_thinking","data":"D"}],
                 "annotations":[{"type":"url_citation","url_citation":{"start_index":4,"end_index":7,"url":"https://x","title":"t"}}],
                 "tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\":1}"}},
                               {"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]}"""));
        assertThat(Tree.of(streamed.get("usage"))).isEqualTo(Tree.of("""
                {"prompt_tokens":105,"completion_tokens":7,"total_tokens":112,
                 "prompt_tokens_details":{"cached_tokens":90,"cache_write_tokens":5,"cache_write_1h_tokens":3},
                 "completion_tokens_details":{"reasoning_tokens":2}}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, stop",
        "stop_sequence, stop",
        "max_tokens, length",
        "model_context_window_exceeded, length",
        "tool_use, tool_calls",
        "refusal, content_filter",
        "pause_turn, stop",
        "something_new, stop"
    })
    void theReasonToStopBecomes(String reason, String finish) {
        Json whole = claude.answer("", whole("{\"type\":\"text\",\"text\":\"a\"}", "\"" + reason + "\""));
        Json streamed = claude.folded(
                "",
                START,
                begin(0, "{\"type\":\"text\",\"text\":\"a\"}"),
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + reason + "\"}}",
                STOP);

        assertThat(whole.get("choices").get(0).get("finish_reason").asString()).isEqualTo(finish);
        assertThat(streamed.get("choices").get(0).get("finish_reason").asString())
                .isEqualTo(finish);
    }

    @Test
    void noReasonIsNone() {
        assertThat(claude.answer("", whole("", "null"))
                        .get("choices")
                        .get(0)
                        .get("finish_reason")
                        .isNull())
                .isTrue();
        assertThat(claude.folded("", START, STOP)
                        .get("choices")
                        .get(0)
                        .get("finish_reason")
                        .isNull())
                .isTrue();
    }

    @Test
    void aRefusalSaysWhy() {
        String details = "\"stop_details\":{\"type\":\"refusal\",\"explanation\":\"no\"}";
        Json whole = claude.answer("", whole("", "\"refusal\"," + details));
        Json streamed = claude.folded(
                "",
                START,
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"refusal\"," + details + "}}",
                STOP);

        assertThat(whole.get("choices").get(0).get("message").get("refusal").asString())
                .isEqualTo("no");
        assertThat(Tree.of(streamed.get("choices"))).isEqualTo(Tree.of(whole.get("choices")));
    }

    @Test
    void aCustomToolsInputIsItsText() {
        String tool = "\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"run it\"}}]";
        String name = claude.sent(tool).get("tools").get(0).get("name").asString();
        String use = "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"" + name + "\",\"input\":";
        Json whole = claude.answer(tool, whole(use + "{\"input\":\"a\\nb\"}}", "\"tool_use\""));
        Json streamed = claude.folded(
                tool,
                START,
                begin(0, use + "{}}"),
                delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"input\\\":\\\"a\\\\n\"}"),
                delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"b\\\"}\"}"),
                end(0),
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}",
                STOP);

        assertThat(Tree.of(whole.get("choices").get(0).get("message").get("tool_calls")))
                .isEqualTo(Tree.of(
                        "[{\"id\":\"a\",\"type\":\"custom\",\"custom\":{\"name\":\"run it\",\"input\":\"a\\nb\"}}]"));
        assertThat(Tree.of(streamed.get("choices"))).isEqualTo(Tree.of(whole.get("choices")));
    }

    @Test
    void anOlderClientGetsOneFunctionCall() {
        String functions = "\"functions\":[{\"name\":\"f\"}]";
        String use = "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":";
        Json whole = claude.answer(functions, whole(use + "{\"x\":1}}", "\"tool_use\""));
        Json streamed = claude.folded(
                functions,
                START,
                begin(0, use + "{}}"),
                delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"x\\\":1}\"}"),
                end(0),
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}",
                STOP);

        assertThat(Tree.of(whole.get("choices").get(0).get("message").get("function_call")))
                .isEqualTo(Tree.of("{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1}\"}"));
        assertThat(whole.get("choices").get(0).get("finish_reason").asString()).isEqualTo("function_call");
        assertThat(Tree.of(streamed.get("choices"))).isEqualTo(Tree.of(whole.get("choices")));
    }

    @Test
    void anAnswerThatIsAToolsInputIsText() {
        Claude older = Claude.model("claude-3-5-haiku");
        String format =
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"type\":\"object\"}}}";
        String use = "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"json\",\"input\":";
        Json whole = older.answer(format, whole(use + "{\"x\":1}}", "\"tool_use\""));
        Json streamed = older.folded(
                format,
                START,
                begin(0, use + "{}}"),
                delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"x\\\"\"}"),
                delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\":1}\"}"),
                end(0),
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}",
                STOP);

        assertThat(whole.get("choices").get(0).get("message").get("content").asString())
                .isEqualTo("{\"x\":1}");
        assertThat(whole.get("choices").get(0).get("finish_reason").asString()).isEqualTo("stop");
        assertThat(Tree.of(streamed.get("choices"))).isEqualTo(Tree.of(whole.get("choices")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            overloaded_error      | server_error          | overloaded
            api_error             | server_error          | ``
            rate_limit_error      | rate_limit_error      | rate_limit_exceeded
            authentication_error  | invalid_request_error | invalid_api_key
            not_found_error       | invalid_request_error | model_not_found
            billing_error         | insufficient_quota    | insufficient_quota
            invalid_request_error | invalid_request_error | ``
            something_new         | server_error          | ``
            """)
    void anErrorBecomes(String claudes, String type, String code) {
        List<Json> chunks =
                claude.stream("", "{\"type\":\"error\",\"error\":{\"type\":\"" + claudes + "\",\"message\":\"w\"}}");

        assertThat(Tree.of(chunks.get(0)))
                .isEqualTo(Tree.of("{\"error\":{\"message\":\"w\",\"type\":\"" + type + "\",\"param\":null,\"code\":"
                        + (code.isEmpty() ? "null" : "\"" + code + "\"") + "}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}
            []
            {"id":"a","model":"m"}
            {"id":"a","model":"m","content":"text"}
            {"id":"a","model":"m","content":[{"type":"text"}]}
            {"id":"a","model":"m","content":[{"type":"tool_use"}]}
            {"model":"m","content":[]}
            """)
    void whatIsNoAnswerIsAnError(String document) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> claude.answer("", document));
    }

    @Test
    void whatIsNewIsLeftOutAndWhatComesAfterTheEndToo() {
        List<Json> chunks = claude.stream(
                "",
                START,
                "{\"type\":\"new_event\"}",
                begin(0, "{\"type\":\"new_block\",\"x\":null}"),
                delta(0, "{\"type\":\"new_delta\"}"),
                delta(9, "{\"type\":\"text_delta\",\"text\":\"of no block\"}"),
                begin(1, "{\"type\":\"text\",\"text\":null}"),
                delta(1, "{\"type\":\"text_delta\",\"text\":null}"),
                "{\"type\":\"message_delta\",\"delta\":null,\"usage\":null}",
                STOP,
                STOP,
                begin(2, "{\"type\":\"text\",\"text\":\"late\"}"));

        assertThat(chunks.toString()).doesNotContain("new_", "late", "of no block");
        assertThat(chunks).hasSize(2); // the role, and the usage
    }

    private static String whole(String block, String stopReason) {
        return "{\"id\":\"msg_1\",\"model\":\"claude-x\",\"content\":[" + block + "],\"stop_reason\":" + stopReason
                + "}";
    }

    private static String begin(int index, String block) {
        return "{\"type\":\"content_block_start\",\"index\":" + index + ",\"content_block\":" + block + "}";
    }

    private static String delta(int index, String delta) {
        return "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":" + delta + "}";
    }

    private static String end(int index) {
        return "{\"type\":\"content_block_stop\",\"index\":" + index + "}";
    }
}

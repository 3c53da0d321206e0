package dev.qlite.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a request's messages. */
class ConversationTest {
    private static final String CALLS = "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":["
            + "{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1.50}\"}},"
            + "{\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}]}";
    private static final String RESULTS = "{\"role\":\"tool\",\"tool_call_id\":\"b\",\"content\":\"2\"},"
            + "{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":[{\"type\":\"text\",\"text\":\"1\"}]}";

    @Test
    void callsAndTheirResultsArePaired() {
        Json sent = Claude.model(Claude.OLD)
                .sentMessages("[{\"role\":\"system\",\"content\":\"A\"},{\"role\":\"user\",\"content\":\"q\"},"
                        + "{\"role\":\"developer\",\"content\":\"B\"}," + CALLS + "," + RESULTS
                        + ",{\"role\":\"user\",\"content\":\"x\"}]");

        assertThat(Tree.of(sent.get("system")))
                .isEqualTo(Tree.of("[{\"type\":\"text\",\"text\":\"A\"},{\"type\":\"text\",\"text\":\"B\"}]"));
        assertThat(Tree.of(sent.get("messages"))).isEqualTo(Tree.of("""
                [{"role":"user","content":[{"type":"text","text":"q"}]},
                 {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{"x":1.50}},
                                                {"type":"tool_use","id":"b","name":"g","input":{}}]},
                 {"role":"user","content":[{"type":"tool_result","tool_use_id":"b","content":[{"type":"text","text":"2"}]},
                                           {"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"1"}]},
                                           {"type":"text","text":"x"}]}]"""));
    }

    @Test
    void aNewerModelTakesInstructionsWithinTheConversation() {
        Json sent = Claude.model("claude-opus-5-5")
                .sentMessages("[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"system\",\"content\":\"B\"}]");

        assertThat(sent.get("system").isMissing()).isTrue();
        assertThat(sent.get("messages").get(1).get("role").asString()).isEqualTo("system");
        Json between = Claude.model("claude-opus-5-5")
                .sentMessages("[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"system\",\"content\":\"B\"},"
                        + "{\"role\":\"user\",\"content\":\"r\"}]");
        assertThat(between.get("messages").size()).isEqualTo(1);
        assertThat(between.get("system").size()).isEqualTo(1);
    }

    @Test
    void thoughtsGoBackFirstAndUnchanged() {
        Json sent = Claude.model(Claude.OLD)
                .sentMessages("[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\","
                        + "\"reasoning_content\":\"hm\",\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"hm\","
                        + "\"signature\":\"S\"},{\"type\":\"redacted_thinking\",\"data\":\"D\"}]},"
                        + "{\"role\":\"user\",\"content\":\"r\"}]");

        assertThat(Tree.of(sent.get("messages").get(1).get("content")))
                .isEqualTo(Tree.of("[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"S\"},"
                        + "{\"type\":\"redacted_thinking\",\"data\":\"D\"},{\"type\":\"text\",\"text\":\"a\"}]"));
    }

    /** An older Claude wants the thoughts back that led to a call, or is not to think on. */
    @Test
    void aTurnWhoseThoughtsAreLostGoesOnWithoutThinking() {
        String turn =
                "{\"model\":\"m\",\"reasoning_effort\":\"low\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"},"
                        + CALLS + "," + RESULTS + "]}";
        String withThoughts = turn.replace(
                "\"content\":\"\"",
                "\"content\":\"\",\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"a\",\"signature\":\"s\"}]");

        assertThat(Claude.model(Claude.OLD).request(turn).dropped()).containsExactly("reasoning_effort");
        assertThat(Claude.model(Claude.OLD).request(withThoughts).dropped()).isEmpty();
        assertThat(Claude.model("claude-opus-4-8").request(turn).dropped()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"image_url","image_url":{"url":"https://x/i"}}                  | {"type":"image","source":{"type":"url","url":"https://x/i"}}
            {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}} | {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}
            {"type":"image_url","image_url":{"url":"data:image/png;base64,/9j/4AAQ"}} | {"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"/9j/4AAQ"}}
            {"type":"image_url","image_url":{"url":"data:application/pdf;base64,JVBE"}} | {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"}}
            {"type":"file","file":{"filename":"a.pdf","file_data":"JVBE"}}          | {"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"}}
            {"type":"file","file":{"file_data":"data:text/plain;base64,w6k="}}      | {"type":"document","source":{"type":"text","media_type":"text/plain","data":"é"}}
            {"type":"file","file":{"file_id":"file_1"}}                             | {"type":"document","source":{"type":"file","file_id":"file_1"}}
            {"type":"text","text":"t","cache_control":{"type":"ephemeral"}}         | {"type":"text","text":"t","cache_control":{"type":"ephemeral"}}
            {"type":"refusal","refusal":"no"}                                       | {"type":"text","text":"no"}
            """)
    void aPartBecomes(String part, String block) {
        Json sent = Claude.model(Claude.OLD).sentMessages("[{\"role\":\"user\",\"content\":[" + part + "]}]");

        assertThat(Tree.of(sent.get("messages").get(0).get("content"))).isEqualTo(Tree.of("[" + block + "]"));
    }

    @Test
    void whatHoldsNothingIsNotSent() {
        Json sent = Claude.model(Claude.OLD)
                .sentMessages("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\" \"},"
                        + "{\"type\":\"text\",\"text\":\"q\"}]},{\"role\":\"assistant\",\"content\":\"\"},"
                        + "{\"role\":\"user\",\"content\":\"r\"}]");

        assertThat(Tree.of(sent.get("messages")))
                .isEqualTo(Tree.of("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"q\"},"
                        + "{\"type\":\"text\",\"text\":\"r\"}]}]"));
    }

    @Test
    void theBeginningOfAnAnswerIsTrimmedOrRefused() {
        String prefill = "[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"{ \"}]";

        assertThat(Claude.model(Claude.OLD)
                        .sentMessages(prefill)
                        .get("messages")
                        .get(1)
                        .toString())
                .contains("\"text\":\"{\"");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Claude.model("claude-opus-5-5").sentMessages(prefill))
                .withMessageContaining("cannot go on with a message of the assistant's (provider claude)");
    }

    @Test
    void anOlderClientsCallAndResultArePaired() {
        Json sent = Claude.model(Claude.OLD)
                .sentMessages("[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":null,"
                        + "\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                        + "{\"role\":\"function\",\"name\":\"f\",\"content\":\"1\"}]");

        Json call = sent.get("messages").get(1).get("content").get(0);
        Json result = sent.get("messages").get(2).get("content").get(0);
        assertThat(call.get("id")).isEqualTo(result.get("tool_use_id"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{"role":"tool","tool_call_id":"a","content":"1"}]  | messages[0].tool_call_id: answers no call of the assistant's message before it
            [{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}}]},{"role":"user","content":"r"}] | messages[2]: no result for a tool call (expected: a tool message for each of the assistant's calls)
            [{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"[1]"}}]}] | messages[1].tool_calls[0].function.arguments: no object (expected: a JSON object)
            [{"role":"user","content":[{"type":"input_audio","input_audio":{}}]}] | messages[0].content[0].input_audio: audio is not taken (provider claude)
            [{"role":"user","content":[{"type":"video"}]}]      | messages[0].content[0].type: no part that can be sent (provider claude)
            [{"role":"user","content":{"a":1}}]                 | messages[0].content: no content (expected: a string, or an array of parts)
            [{"role":"critic","content":"q"}]                   | messages[0].role: unknown (expected: system, developer, user, assistant or tool)
            [{"role":"user","content":[{"type":"image_url","image_url":{}}]}] | messages[0].content[0].image_url.url: missing (expected: a URL, or data: with the image itself)
            """)
    void whatCannotBeSentIsRefusedByItsPath(String messages, String message) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Claude.model(Claude.OLD).sentMessages(messages))
                .withMessage(message);
    }
}

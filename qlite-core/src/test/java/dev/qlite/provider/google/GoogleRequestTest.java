package dev.qlite.provider.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Gemini gets of a request. */
class GoogleRequestTest {
    private static final String TOOL =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}]";
    private static final String CALLS = "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":["
            + "{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1.50}\"}},"
            + "{\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}]}";
    private static final String RESULTS = "{\"role\":\"tool\",\"tool_call_id\":\"b\",\"content\":\"two\"},"
            + "{\"role\":\"tool\",\"tool_call_id\":\"a\",\"content\":[{\"type\":\"text\",\"text\":\"{\\\"y\\\":1}\"}]}";

    @Test
    void aQuestionIsAllThatItNeeds() {
        assertThat(Tree.of(Gemini.model(Gemini.OLD).sent("")))
                .isEqualTo(Tree.of(
                        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}],\"generationConfig\":{}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            gemini-2.5-flash | "max_tokens":7,"max_completion_tokens":8  | "maxOutputTokens":8
            gemini-2.5-flash | "temperature":1.7,"top_p":0.5,"top_k":3   | "temperature":1.7,"topP":0.5,"topK":3
            gemini-2.5-flash | "stop":"END"                              | "stopSequences":["END"]
            gemini-2.5-flash | "stop":["\\n","END"," "]                  | "stopSequences":["\\n","END"," "]
            gemini-2.5-flash | "n":2,"seed":5                            | "candidateCount":2,"seed":5
            gemini-2.5-flash | "presence_penalty":0.5,"frequency_penalty":-1 | "presencePenalty":0.5,"frequencyPenalty":-1
            gemini-2.5-flash | "logprobs":true,"top_logprobs":3          | "responseLogprobs":true,"logprobs":3
            gemini-2.5-flash | "response_format":{"type":"json_object"}  | "responseMimeType":"application/json"
            gemini-2.5-flash | "reasoning_effort":"none"                 | "thinkingConfig":{"thinkingBudget":0}
            gemini-2.5-pro   | "reasoning_effort":"none"                 | "thinkingConfig":{"thinkingBudget":128}
            gemini-2.5-pro   | "reasoning_effort":"medium"               | "thinkingConfig":{"thinkingBudget":8192,"includeThoughts":true}
            gemini-3-flash-preview | "reasoning_effort":"none"           | "thinkingConfig":{"thinkingLevel":"minimal"}
            gemini-4-argon   | "reasoning_effort":"minimal"              | "thinkingConfig":{"thinkingLevel":"low","includeThoughts":true}
            gemini-4-argon   | "reasoning_effort":"xhigh"                | "thinkingConfig":{"thinkingLevel":"high","includeThoughts":true}
            gemini-3-pro-preview | "reasoning_effort":"medium"           | "thinkingConfig":{"thinkingLevel":"high","includeThoughts":true}
            """)
    void aFieldBecomes(String model, String field, String expected) {
        assertThat(Tree.of(Gemini.model(model).sent(field).get("generationConfig")))
                .isEqualTo(Tree.of("{" + expected + "}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            gemini-2.5-flash | "user":"u","logit_bias":{"1":2},"verbosity":"low"   | user, logit_bias, verbosity
            gemini-2.5-flash | "seed":null,"store":false,"metadata":{},"n":1       | ``
            gemini-2.0-flash | "reasoning_effort":"low"                            | reasoning_effort
            gemini-4-argon   | "reasoning_effort":"none"                           | reasoning_effort
            gemini-2.5-flash | "service_tier":"scale"                              | service_tier
            gemini-2.5-flash | "x_new":1                                           | x_new
            """)
    void whatItDoesNotHaveIsDroppedAndTold(String model, String field, String dropped) {
        assertThat(String.join(", ", Gemini.model(model).dropped(field))).isEqualTo(dropped);
        if (!dropped.isEmpty()) {
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> Gemini.refusing(model).dropped(field))
                    .withMessageContaining("provider gemini");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "n":2,"stream":true               | n: streams one answer only (provider gemini)
            "modalities":["text","audio"]     | modalities: answers in text only (provider gemini)
            "max_tokens":"7"                  | max_tokens: no number (expected: how many tokens the answer may have)
            "tools":[{"type":"function"}]     | tools[0]: neither a function nor a custom tool with a name (provider gemini)
            """)
    void whatWouldMakeAWrongAnswerIsRefused(String field, String message) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Gemini.model(Gemini.OLD).sent(field))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "auto"                                       | {"mode":"AUTO"}
            "none"                                       | {"mode":"NONE"}
            "required"                                   | {"mode":"ANY"}
            {"type":"function","function":{"name":"f"}}  | {"mode":"ANY","allowedFunctionNames":["f"]}
            {"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"f"}}]}} | {"mode":"ANY"}
            """)
    void aChoiceOfToolsBecomes(String choice, String expected) {
        Json sent = Gemini.model(Gemini.OLD).sent(TOOL + ",\"tool_choice\":" + choice);

        assertThat(Tree.of(sent.get("toolConfig").get("functionCallingConfig"))).isEqualTo(Tree.of(expected));
    }

    @Test
    void aToolsSchemaPassesUntouched() {
        String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":[\"string\",\"null\"],\"const\":\"a\"},"
                + "\"b\":{\"$ref\":\"#/$defs/x\"}},\"$defs\":{\"x\":{\"exclusiveMinimum\":1}}}";

        Json sent = Gemini.model(Gemini.OLD)
                .sent(
                        "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"1 f\",\"description\":\"d\",\"parameters\":"
                                + schema + "}}]");

        Json declaration = sent.get("tools").get(0).get("functionDeclarations").get(0);
        assertThat(declaration.get("parametersJsonSchema")).hasToString(schema);
        assertThat(declaration.get("name").asString()).matches("_1_f_[0-9a-f]{8}");
    }

    @Test
    void anAnswersSchemaKeepsWhatGeminiKeeps() {
        String schema = "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
                + "\"a\":{\"type\":\"integer\",\"minimum\":1,\"multipleOf\":2,\"description\":\"d\"},"
                + "\"b\":{\"const\":\"x\"},\"c\":{\"$ref\":\"#/$defs/y\",\"title\":\"t\"}},\"$defs\":{\"y\":{\"type\":\"string\",\"pattern\":\"p\"}}}";
        String expected = "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
                + "\"a\":{\"type\":\"integer\",\"minimum\":1,\"description\":\"d (multipleOf: 2)\"},"
                + "\"b\":{\"enum\":[\"x\"]},\"c\":{\"$ref\":\"#/$defs/y\"}},"
                + "\"$defs\":{\"y\":{\"type\":\"string\",\"description\":\"(pattern: \\\"p\\\")\"}}}";

        Json sent = Gemini.model(Gemini.OLD)
                .sent("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":" + schema + "}}");

        assertThat(Tree.of(sent.get("generationConfig").get("responseJsonSchema")))
                .isEqualTo(Tree.of(expected));
    }

    @Test
    void callsAndTheirResultsArePairedInTheOrderOfTheCalls() {
        Json sent = Gemini.model("gemini-3-flash-preview")
                .sentMessages("[{\"role\":\"system\",\"content\":\"A\"},{\"role\":\"user\",\"content\":\"q\"},"
                        + "{\"role\":\"developer\",\"content\":\"B\"}," + CALLS + "," + RESULTS
                        + ",{\"role\":\"user\",\"content\":\"x\"}]");

        assertThat(Tree.of(sent.get("systemInstruction")))
                .isEqualTo(Tree.of("{\"parts\":[{\"text\":\"A\"},{\"text\":\"B\"}]}"));
        assertThat(Tree.of(sent.get("contents"))).isEqualTo(Tree.of("""
                [{"role":"user","parts":[{"text":"q"}]},
                 {"role":"model","parts":[{"functionCall":{"id":"a","name":"f","args":{"x":1.50}},"thoughtSignature":"skip_thought_signature_validator"},
                                          {"functionCall":{"id":"b","name":"g","args":{}}}]},
                 {"role":"user","parts":[{"functionResponse":{"id":"a","name":"f","response":{"y":1}}},
                                         {"functionResponse":{"id":"b","name":"g","response":{"output":"two"}}}]},
                 {"role":"user","parts":[{"text":"x"}]}]"""));
    }

    @Test
    void aCallsSignatureGoesBack() {
        String signed = CALLS.replace(
                "{\"id\":\"a\",", "{\"id\":\"a\",\"extra_content\":{\"google\":{\"thought_signature\":\"S\"}},");
        Json parts = Gemini.model("gemini-3-flash-preview")
                .sentMessages("[{\"role\":\"user\",\"content\":\"q\"}," + signed + "," + RESULTS + "]")
                .get("contents")
                .get(1)
                .get("parts");

        assertThat(parts.get(0).get("thoughtSignature").asString()).isEqualTo("S");
        assertThat(parts.get(1).get("thoughtSignature").isMissing()).isTrue();
        assertThat(Gemini.model(Gemini.OLD)
                        .sentMessages("[{\"role\":\"user\",\"content\":\"q\"}," + CALLS + "," + RESULTS + "]")
                        .toString())
                .doesNotContain("thoughtSignature");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"image_url","image_url":{"url":"https://x/i.png?a=b"}}     | {"fileData":{"mimeType":"image/png","fileUri":"https://x/i.png?a=b"}}
            {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}} | {"inlineData":{"mimeType":"image/png","data":"iVBO"}}
            {"type":"file","file":{"filename":"a.pdf","file_data":"JVBE"}}     | {"inlineData":{"mimeType":"application/pdf","data":"JVBE"}}
            {"type":"file","file":{"file_data":"data:text/plain;base64,w6k="}} | {"inlineData":{"mimeType":"text/plain","data":"w6k="}}
            {"type":"input_audio","input_audio":{"data":"UklG","format":"wav"}} | {"inlineData":{"mimeType":"audio/wav","data":"UklG"}}
            {"type":"refusal","refusal":"no"}                                  | {"text":"no"}
            """)
    void aPartBecomes(String part, String expected) {
        Json sent = Gemini.model(Gemini.OLD).sentMessages("[{\"role\":\"user\",\"content\":[" + part + "]}]");

        assertThat(Tree.of(sent.get("contents").get(0).get("parts"))).isEqualTo(Tree.of("[" + expected + "]"));
    }

    @Test
    void aConversationBeginsWithAQuestion() {
        Json sent = Gemini.model(Gemini.OLD)
                .sentMessages("[{\"role\":\"system\",\"content\":\"A\"},{\"role\":\"assistant\",\"content\":\"a\"}]");

        assertThat(sent.get("contents").get(0).get("role").asString()).isEqualTo("user");
        Json gemma = Gemini.model("gemma-3-27b-it")
                .sentMessages("[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"system\",\"content\":\"A\"}]");
        assertThat(gemma.get("systemInstruction").isMissing()).isTrue();
        assertThat(gemma.get("contents").get(0)).hasToString("{\"role\":\"user\",\"parts\":[{\"text\":\"A\"}]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{"role":"tool","tool_call_id":"a","content":"1"}]  | messages[0].tool_call_id: answers no call of the assistant's message before it
            [{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}}]},{"role":"user","content":"r"}] | messages[2]: no result for a tool call (expected: a tool message for each of the assistant's calls)
            [{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{"}}]}] | messages[1].tool_calls[0].function.arguments: no JSON: unexpected end (expected: ',' or '}') at byte 1
            [{"role":"user","content":[{"type":"video"}]}]      | messages[0].content[0].type: no part that can be sent (provider gemini)
            [{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}] | messages[0].content[0].file.file_id: no file of Google's (expected: its URI) (provider gemini)
            """)
    void whatCannotBeSentIsRefusedByItsPath(String messages, String message) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Gemini.model(Gemini.OLD).sentMessages(messages))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash, models/gemini-2.5-flash:generateContent",
        "models/gemini-x, models/gemini-x:generateContent",
        "gemini-../../x?key=1#, models/gemini-..%2F..%2Fx%3Fkey%3D1%23:generateContent"
    })
    void aModelsNameStaysInItsPlace(String model, String path) {
        assertThat(Gemini.model(model)
                        .request("{\"model\":\"m\",\"messages\":[{}]}"
                                .replace("{}", "{\"role\":\"user\",\"content\":\"q\"}"))
                        .http()
                        .uri())
                .hasToString("http://localhost/v1beta/" + path);
    }
}

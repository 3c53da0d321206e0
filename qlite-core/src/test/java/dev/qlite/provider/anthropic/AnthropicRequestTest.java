package dev.qlite.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Tree;
import dev.qlite.provider.ProviderSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Claude gets of a request beside its messages. */
class AnthropicRequestTest {
    private static final String TOOL =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}]";

    @Test
    void aQuestionIsAllThatItNeeds() {
        assertThat(Tree.of(Claude.model(Claude.OLD).sent("\"stream\":true")))
                .isEqualTo(Tree.of("{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":4096,\"stream\":true,\"messages\":"
                        + "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}]}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            claude-sonnet-4-5 | "max_tokens":7                              | "max_tokens":7
            claude-sonnet-4-5 | "max_tokens":7,"max_completion_tokens":8    | "max_tokens":8
            claude-sonnet-4-5 | "max_tokens":999999                         | "max_tokens":64000
            claude-opus-5-5   | ``                                          | "max_tokens":16384
            claude-sonnet-4-5 | "temperature":0.5                           | "temperature":0.5
            claude-sonnet-4-5 | "temperature":1.7                           | "temperature":1
            claude-sonnet-4-5 | "top_p":0.5                                 | "top_p":0.5
            claude-sonnet-4-5 | "top_k":5                                   | "top_k":5
            claude-sonnet-4-5 | "stop":"END"                                | "stop_sequences":["END"]
            claude-sonnet-4-5 | "stop":["\\n","END"," "]                    | "stop_sequences":["END"]
            claude-sonnet-4-5 | "user":"u"                                  | "metadata":{"user_id":"u"}
            claude-sonnet-4-5 | "user":"u","safety_identifier":"s"          | "metadata":{"user_id":"s"}
            claude-sonnet-4-5 | "service_tier":"default"                    | "service_tier":"standard_only"
            claude-sonnet-4-5 | "service_tier":"auto"                       | "service_tier":"auto"
            claude-sonnet-4-5 | "cache_control":{"type":"ephemeral"}        | "cache_control":{"type":"ephemeral"}
            claude-sonnet-4-5 | "reasoning_effort":"low"                    | "thinking":{"type":"enabled","budget_tokens":1024},"max_tokens":5120
            claude-sonnet-4-5 | "reasoning_effort":"high","max_tokens":9    | "thinking":{"type":"enabled","budget_tokens":16384},"max_tokens":16393
            claude-sonnet-4-6 | "reasoning_effort":"minimal"                | "thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"low"}
            claude-sonnet-4-6 | "reasoning_effort":"xhigh"                  | "thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"max"}
            claude-opus-4-8   | "reasoning_effort":"xhigh"                  | "thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"xhigh"}
            claude-sonnet-5   | "reasoning_effort":"none"                   | "thinking":{"type":"disabled"}
            claude-opus-5-5   | "reasoning_effort":"none"                   | "output_config":{"effort":"low"}
            """)
    void aFieldBecomes(String model, String field, String expected) {
        Json sent = Claude.model(model).sent(field);

        for (var member : Json.parse("{" + expected + "}").members()) {
            assertThat(Tree.of(sent.get(member.name()))).as(member.name()).isEqualTo(Tree.of(member.value()));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            claude-sonnet-4-5 | "temperature":0.5,"top_p":0.5            | top_p
            claude-opus-4-8   | "temperature":0.5,"top_p":0.5            | temperature, top_p
            claude-opus-4-8   | "temperature":1,"top_p":1                | ``
            claude-sonnet-4-5 | "temperature":0,"reasoning_effort":"low" | temperature
            claude-3-5-haiku  | "reasoning_effort":"low"                 | reasoning_effort
            claude-opus-5-5   | "reasoning_effort":"none"                | reasoning_effort
            claude-sonnet-4-5 | "stop":[" "]                             | stop
            claude-sonnet-4-5 | "seed":1,"presence_penalty":0.1          | seed, presence_penalty
            claude-sonnet-4-5 | "seed":null,"presence_penalty":0,"store":false,"metadata":{},"n":1 | ``
            claude-sonnet-4-5 | "logit_bias":{"1":2},"verbosity":"low"   | logit_bias, verbosity
            claude-sonnet-4-5 | "service_tier":"flex"                    | service_tier
            claude-sonnet-4-5 | "response_format":{"type":"json_object"} | response_format
            claude-sonnet-4-5 | "x_new":1                                | x_new
            """)
    void whatItDoesNotHaveIsDroppedAndTold(String model, String field, String dropped) {
        assertThat(String.join(", ", Claude.model(model).dropped(field))).isEqualTo(dropped);
        if (!dropped.isEmpty()) {
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> Claude.refusing(model).dropped(field))
                    .satisfies(e -> assertThat(e.param()).isEqualTo(dropped.split(", ", -1)[0]))
                    .withMessageContaining("provider claude");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "n":2                             | n: gives one answer only (provider claude)
            "logprobs":true                   | logprobs: not given (provider claude)
            "top_logprobs":2                  | logprobs: not given (provider claude)
            "modalities":["text","audio"]     | modalities: answers in text only (provider claude)
            "max_tokens":"7"                  | max_tokens: no number (expected: how many tokens the answer may have)
            "tools":[{"type":"function"}]     | tools[0]: neither a function nor a custom tool with a name (provider claude)
            """)
    void whatWouldMakeAWrongAnswerIsRefused(String field, String message) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Claude.model(Claude.OLD).sent(field))
                .withMessage(message)
                .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            claude-sonnet-4-5 | "auto"                                       | {"type":"auto"}
            claude-sonnet-4-5 | "none"                                       | {"type":"none"}
            claude-sonnet-4-5 | "required"                                   | {"type":"any"}
            claude-sonnet-4-5 | {"type":"function","function":{"name":"f"}}  | {"type":"tool","name":"f"}
            claude-sonnet-4-5 | "none","parallel_tool_calls":false           | {"type":"none"}
            claude-sonnet-4-5 | "auto","parallel_tool_calls":false           | {"type":"auto","disable_parallel_tool_use":true}
            claude-sonnet-4-5 | null,"parallel_tool_calls":false             | {"type":"auto","disable_parallel_tool_use":true}
            claude-sonnet-4-5 | {"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"f"}}]}} | {"type":"any"}
            claude-opus-5-5   | "required"                                   | {"type":"auto"}
            """)
    void aChoiceOfToolsBecomes(String model, String choice, String expected) {
        Json sent = Claude.model(model).sent(TOOL + ",\"tool_choice\":" + choice);

        assertThat(Tree.of(sent.get("tool_choice"))).isEqualTo(Tree.of(expected));
    }

    @Test
    void aModelThatCannotBeMadeToIsAskedToCallATool() {
        String forced = TOOL + ",\"tool_choice\":\"required\"";
        assertThat(Claude.model("claude-opus-5-5").sent(forced).get("system").toString())
                .contains("Call one of the tools now.");
        assertThat(Claude.model("claude-opus-5-5").dropped(forced)).containsExactly("tool_choice");
    }

    @Test
    void whatIsAskedForInWordsIsAllSaid() {
        String both = TOOL + ",\"tool_choice\":\"required\",\"response_format\":{\"type\":\"json_object\"}";

        assertThat(Claude.model("claude-opus-5-5").sent(both).get("system").toString())
                .contains("Call one of the tools now.")
                .contains("one JSON object");
    }

    @Test
    void aChoiceWithoutToolsIsNotSent() {
        assertThat(Claude.model(Claude.OLD)
                        .sent("\"tool_choice\":\"none\",\"parallel_tool_calls\":false")
                        .get("tool_choice")
                        .isMissing())
                .isTrue();
    }

    @Test
    void onlyAllowedToolsAreSent() {
        String tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},"
                + "{\"type\":\"function\",\"function\":{\"name\":\"g\"}}],\"tool_choice\":{\"type\":\"allowed_tools\","
                + "\"allowed_tools\":{\"mode\":\"auto\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]}}";

        assertThat(Tree.of(Claude.model(Claude.OLD).sent(tools).get("tools")))
                .isEqualTo(Tree.of("[{\"name\":\"g\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}}]"));
    }

    @Test
    void aToolKeepsItsWordsAndMarks() {
        String tool = "\"tools\":[{\"type\":\"function\",\"cache_control\":{\"type\":\"ephemeral\"},\"function\":{"
                + "\"name\":\"find.it\",\"description\":\"d\",\"strict\":true,\"parameters\":{\"properties\":{\"a\":{}}}}}]";

        Json sent = Claude.model(Claude.OLD).sent(tool).get("tools").get(0);

        assertThat(sent.get("name").asString()).matches("find_it_[0-9a-f]{8}");
        assertThat(Tree.of(sent.toBuilder().remove("name").build()))
                .isEqualTo(Tree.of("{\"description\":\"d\",\"strict\":true,\"cache_control\":{\"type\":\"ephemeral\"},"
                        + "\"input_schema\":{\"type\":\"object\",\"properties\":{\"a\":{}}}}"));
    }

    @Test
    void aCustomToolIsOneOfText() {
        String tool = "\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"c\",\"format\":{\"type\":\"grammar\"}}}]";

        assertThat(Tree.of(Claude.model(Claude.OLD).sent(tool).get("tools").get(0)))
                .isEqualTo(Tree.of("{\"name\":\"c\",\"input_schema\":{\"type\":\"object\",\"properties\":"
                        + "{\"input\":{\"type\":\"string\"}},\"required\":[\"input\"]}}"));
        assertThat(Claude.model(Claude.OLD).dropped(tool)).containsExactly("tools[0].custom.format");
    }

    @Test
    void anOlderClientsFunctionsAreTools() {
        Json sent =
                Claude.model(Claude.OLD).sent("\"functions\":[{\"name\":\"f\"}],\"function_call\":{\"name\":\"f\"}");

        assertThat(sent.get("tools").get(0).get("name").asString()).isEqualTo("f");
        assertThat(Tree.of(sent.get("tool_choice"))).isEqualTo(Tree.of("{\"type\":\"tool\",\"name\":\"f\"}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"oneOf":[{"properties":{"a":{}},"required":["a","c"]},{"properties":{"b":{}},"required":["c"]}]} | {"type":"object","properties":{"a":{},"b":{}},"required":["c"]}
            {"allOf":[{"properties":{"a":{}},"required":["a"]},{"properties":{"b":{}},"required":["b"]}]}     | {"type":"object","properties":{"a":{},"b":{}},"required":["b","a"]}
            {"$ref":"#/$defs/x","$defs":{"x":{"type":"object","properties":{"a":{}}}}} | {"$defs":{"x":{"type":"object","properties":{"a":{}}}},"type":"object","properties":{"a":{}}}
            {"type":"object","properties":{"a":{"oneOf":[{},{}]}},"additionalProperties":true} | {"type":"object","properties":{"a":{"oneOf":[{},{}]}},"additionalProperties":true}
            """)
    void aToolsSchemaIsAnObjectWithoutAUnionAtItsRoot(String schema, String expected) {
        assertThat(Tree.of(Schemas.ofTool(Json.parse(schema)))).isEqualTo(Tree.of(expected));
    }

    @Test
    void anAnswersSchemaIsClosedAndSaysTheRestInWords() {
        String schema =
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\",\"minimum\":1,\"description\":\"d\"},"
                        + "\"b\":{\"oneOf\":[{\"type\":\"string\",\"format\":\"date\"},{\"type\":\"string\",\"format\":\"x\"}]},"
                        + "\"c\":{\"type\":\"array\",\"minItems\":2,\"items\":{\"type\":\"object\"}}}}";
        String expected = "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
                + "\"a\":{\"type\":\"integer\",\"description\":\"d (minimum: 1)\"},"
                + "\"b\":{\"anyOf\":[{\"type\":\"string\",\"format\":\"date\"},{\"type\":\"string\",\"description\":\"(format: \\\"x\\\")\"}]},"
                + "\"c\":{\"type\":\"array\",\"description\":\"(minItems: 2)\",\"items\":{\"type\":\"object\",\"additionalProperties\":false}}}}";
        String format = "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":"
                + schema + "}}";

        assertThat(Tree.of(Claude.model(Claude.OLD).sent(format).get("output_config")))
                .isEqualTo(Tree.of("{\"format\":{\"type\":\"json_schema\",\"schema\":" + expected + "}}"));
        Json older = Claude.model("claude-3-5-haiku").sent(format);
        assertThat(older.get("tools").get(0).get("name").asString()).isEqualTo("json");
        assertThat(Tree.of(older.get("tool_choice"))).isEqualTo(Tree.of("{\"type\":\"tool\",\"name\":\"json\"}"));
        Json olderWithTools = Claude.model("claude-3-5-haiku").sent(format + "," + TOOL);
        assertThat(olderWithTools.get("system").toString()).contains("minItems");
    }

    @Test
    void settingsChangeWhatIsSent() {
        ProviderSettings.Builder settings = ProviderSettings.named("claude")
                .defaultMaxTokens(5)
                .capabilities("claude-sonnet-*", Json.parse("{\"sampling\":\"none\"}"));

        Json sent = Claude.of(Claude.OLD, settings).sent("\"temperature\":0.5");

        assertThat(sent.get("max_tokens").asInt()).isEqualTo(5);
        assertThat(sent.get("temperature").isMissing()).isTrue();
    }

    @Test
    void anUnknownModelIsTakenForTheNewest() {
        assertThat(Claude.model(Claude.NEWEST).dropped("\"temperature\":0.5," + TOOL + ",\"tool_choice\":\"required\""))
                .isEqualTo(List.of("tool_choice", "temperature"));
    }
}

package dev.qlite.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"content":"a"}                                                                            | `a`
            {"content":[{"type":"text","text":"a"},{"type":"image_url"},{"type":"text","text":"b"}]}   | `ab`
            {"content":null}                                                                           | ``
            {"content":7}                                                                              | ``
            {}                                                                                         | ``
            []                                                                                         | ``
            """)
    void theTextIsTheStringOrItsPartsJoined(String message, String text) {
        assertThat(Message.of(Json.parse(message)).text()).isEqualTo(text);
    }

    @Test
    void oddMessagesAreReadWithoutComplaint() {
        Message odd = Message.of(Json.parse("{\"role\":7,\"tool_calls\":null,\"refusal\":7}"));

        assertThat(odd.role()).isEmpty();
        assertThat(odd.toolCalls()).isEmpty();
        assertThat(odd.refusal()).isNull();
    }

    @Test
    void toolCallsAreReadOfEitherKind() {
        Message message = Message.of(Json.parse("{\"tool_calls\":["
                + "{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                + "{\"id\":\"b\",\"custom\":{\"name\":\"g\",\"input\":\"x\"}},{}]}"));

        assertThat(message.toolCalls()).extracting(ToolCall::id).containsExactly("a", "b", "");
        assertThat(message.toolCalls()).extracting(ToolCall::name).containsExactly("f", "g", "");
        assertThat(message.toolCalls()).extracting(ToolCall::arguments).containsExactly("{}", "x", "");
        assertThat(ToolCall.function("a", "f", "{}"))
                .hasToString("{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}");
    }

    @Test
    void anAnswerIsBuiltWithItsPlaces() {
        ChatCompletion completion = ChatCompletion.builder("c", 7, "m")
                .choice(Message.assistant("a"), "stop")
                .choice(Message.assistant("b"), "length")
                .put("x", Json.TRUE)
                .usage(Usage.of(1, 2))
                .build();

        assertThat(completion.text()).isEqualTo("a");
        assertThat(completion.id()).isEqualTo("c");
        assertThat(completion.choices())
                .extracting(choice -> choice.json().get("index").asInt())
                .containsExactly(0, 1);
        assertThat(completion.usage()).isNotNull();
        assertThat(ChatCompletion.of(Json.parse("{}")).text()).isEmpty();
        assertThat(ChatCompletion.of(Json.parse("{}")).model()).isEmpty();
    }

    @Test
    void anErrorIsReadInEveryShape() {
        assertThat(ApiError.of("m", "t", null, null).json())
                .hasToString("{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":null}}");
        assertThat(ApiError.in(Json.parse("{\"error\":\"words\"}"))).isNotNull().satisfies(error -> {
            assertThat(error.message()).isEqualTo("words");
            assertThat(error.code()).isNull();
        });
        assertThat(ApiError.in(Json.parse("{\"error\":{}}")))
                .isNotNull()
                .satisfies(error -> assertThat(error.message()).isEmpty());
        assertThat(ApiError.in(Json.parse("{\"error\":null}"))).isNull();
        assertThat(ApiError.in(Json.parse("[]"))).isNull();
    }
}

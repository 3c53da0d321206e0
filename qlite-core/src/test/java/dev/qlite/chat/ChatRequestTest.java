package dev.qlite.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.qlite.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestTest {
    private static final String FIELDS = "\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            []                                             | -              | body: not an object (expected: a JSON object)
            "x"                                            | -              | body: not an object (expected: a JSON object)
            null                                           | -              | body: not an object (expected: a JSON object)
            {}                                             | model          | model: missing (expected: the name of a model)
            {"model":null}                                 | model          | model: not a name (expected: a non-empty string)
            {"model":7}                                    | model          | model: not a name (expected: a non-empty string)
            {"model":""}                                   | model          | model: not a name (expected: a non-empty string)
            {"model":"m"}                                  | messages       | messages: missing (expected: an array of messages)
            {"model":"m","messages":null}                  | messages       | messages: no messages (expected: a non-empty array)
            {"model":"m","messages":[]}                    | messages       | messages: no messages (expected: a non-empty array)
            {"model":"m","messages":{"a":1}}               | messages       | messages: no messages (expected: a non-empty array)
            {"model":"m","messages":"hi"}                  | messages       | messages: no messages (expected: a non-empty array)
            {"model":"m","messages":[{},"hi"]}             | messages[1]    | messages[1]: not an object (expected: a message)
            {"model":"m","messages":[null]}                | messages[0]    | messages[0]: not an object (expected: a message)
            {"model":"m","messages":[{}],"stream":"true"}  | stream         | stream: not a boolean (expected: true or false)
            {"model":"m","messages":[{}],"stream":1}       | stream         | stream: not a boolean (expected: true or false)
            {"model":"m","messages":[{}],"stream_options":true} | stream_options | stream_options: not an object (expected: an object or null)
            {"model":"m","messages":[{}],"stream_options":[]}   | stream_options | stream_options: not an object (expected: an object or null)
            """)
    void aBadFieldIsA400ThatNamesIt(String body, String param, String message) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> ChatRequest.of(Json.parse(body)))
                .withMessage(message)
                .satisfies(e -> {
                    assertThat(e.status()).isEqualTo(400);
                    assertThat(e.param()).isEqualTo(param);
                    assertThat(e.error().type()).isEqualTo("invalid_request_error");
                    assertThat(e.error().message()).isEqualTo(message);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"stream\":null",
                ",\"stream\":false",
                ",\"stream_options\":null",
                ",\"stream_options\":{}",
                ",\"temperature\":\"hot\"",
                ",\"n\":-1",
                ",\"a_field_of_tomorrow\":[{}]",
                ",\"tools\":7"
            })
    void allElseIsTheUpstreamsToJudge(String more) {
        assertThatCode(() -> ChatRequest.of(Json.parse("{" + FIELDS + more + "}")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "stream":true                                              | true  | false
            "stream":false                                             | false | false
            "stream":null                                              | false | false
            "stream":true,"stream_options":{"include_usage":true}      | true  | true
            "stream":true,"stream_options":{"include_usage":false}     | true  | false
            "stream":true,"stream_options":{"include_usage":null}      | true  | false
            "stream":true,"stream_options":{"include_usage":"true"}    | true  | false
            "stream":true,"stream_options":null                        | true  | false
            """)
    void whatTheClientWantsIsRead(String fields, boolean stream, boolean includeUsage) {
        ChatRequest request = ChatRequest.of(Json.parse("{" + FIELDS + "," + fields + "}"));

        assertThat(request.stream()).isEqualTo(stream);
        assertThat(request.includeUsage()).isEqualTo(includeUsage);
    }

    @Test
    void aRequestIsKeptAsItCame() {
        Json body = Json.parse("{ " + FIELDS + ", \"temperature\" : 1.50 }");

        assertThat(ChatRequest.of(body).json()).isSameAs(body);
        assertThat(ChatRequest.of(body).model()).isEqualTo("m");
        assertThat(ChatRequest.of(body).messages()).extracting(Message::text).containsExactly("hi");
    }

    @Test
    void aBuilderKeepsWhatItIsNotToldToChange() {
        ChatRequest request = ChatRequest.of(Json.parse("{" + FIELDS + ",\"x\":{\"y\":1.50},\"temperature\":0}"));

        Json edited = request.toBuilder().model("n").stream(true).build().json();

        assertThat(edited)
                .hasToString(
                        "{\"model\":\"n\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"x\":{\"y\":1.50},"
                                + "\"temperature\":0,\"stream\":true}");
        assertThat(request.stream()).isFalse();
    }

    @Test
    void messagesAreAppended() {
        String odd = "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}],\"x\":1}";
        ChatRequest request = ChatRequest.of(Json.parse("{\"model\":\"m\",\"messages\":[" + odd + "]}"));

        assertThat(request.toBuilder().user("more").build().json())
                .hasToString("{\"model\":\"m\",\"messages\":[" + odd + ",{\"role\":\"user\",\"content\":\"more\"}]}");
    }

    @Test
    void messagesThatArePutMayBeAppendedTo() {
        Json messages = Json.parse("[{\"role\":\"user\",\"content\":\"a\"}]");

        ChatRequest request = ChatRequest.builder()
                .model("m")
                .system("lost")
                .put("messages", messages)
                .user("b")
                .build();

        assertThat(request.messages()).extracting(Message::text).containsExactly("a", "b");
    }

    @Test
    void aRequestIsBuiltFromNothing() {
        ChatRequest request = ChatRequest.builder()
                .model("m")
                .system("be kind")
                .user("hi")
                .message(Message.tool("call_1", "42"))
                .temperature(0)
                .put("seed", Json.of(7))
                .build();

        assertThat(request.json().toString())
                .contains("{\"role\":\"system\",\"content\":\"be kind\"}")
                .contains("{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"42\"}")
                .contains("\"seed\":7");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> ChatRequest.builder().model("m").build());
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> ChatRequest.builder().user("hi").build());
    }
}

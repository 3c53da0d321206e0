package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.ProviderType;
import dev.qlite.provider.anthropic.AnthropicType;
import dev.qlite.provider.google.GoogleType;
import dev.qlite.testing.Answer;
import dev.qlite.testing.FakeUpstream;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenAI's own client, every answer checked by its types, before providers that do not speak its API. */
class OpenAiClientElsewhereTest {
    /** Who answers: with one word of reasoning, a text, and a call of the tool. */
    enum Elsewhere {
        CLAUDE(new AnthropicType(), "claude-sonnet-4-5"),
        GEMINI(new GoogleType(), "gemini-2.5-flash");

        @SuppressWarnings("ImmutableEnumChecker") // a type has no state
        private final ProviderType type;

        private final String model;

        Elsewhere(ProviderType type, String model) {
            this.type = type;
            this.model = model;
        }

        Answer whole() {
            return Answer.json(
                    200,
                    this == GEMINI
                            ? gemini("{\"text\":\"hm\",\"thought\":true},{\"text\":\"Let me see.\"},"
                                    + "{\"functionCall\":{\"name\":\"weather\",\"args\":{\"city\":\"Paris\"}}}")
                            : "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-x\",\"content\":["
                                    + "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"S\"},"
                                    + "{\"type\":\"text\",\"text\":\"Let me see.\"},"
                                    + "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"weather\",\"input\":{\"city\":\"Paris\"}}],"
                                    + "\"stop_reason\":\"tool_use\",\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}");
        }

        Answer streamed() {
            if (this == GEMINI) {
                return Answer.sse(
                        gemini("{\"text\":\"hm\",\"thought\":true}"),
                        gemini("{\"text\":\"Let me \"}"),
                        gemini(
                                "{\"text\":\"see.\"},{\"functionCall\":{\"name\":\"weather\",\"args\":{\"city\":\"Paris\"}}}"));
            }
            return Answer.sse(
                    "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"claude-x\",\"usage\":{\"input_tokens\":3}}}",
                    "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
                    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Let me see.\"}}",
                    "{\"type\":\"content_block_stop\",\"index\":0}",
                    "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"weather\",\"input\":{}}}",
                    "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"city\\\":\"}}",
                    "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\" \\\"Paris\\\"}\"}}",
                    "{\"type\":\"content_block_stop\",\"index\":1}",
                    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":2}}",
                    "{\"type\":\"message_stop\"}");
        }

        private static String gemini(String parts) {
            return "{\"responseId\":\"r1\",\"modelVersion\":\"gemini-x\",\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":["
                    + parts + "]},\"finishReason\":\"STOP\"}],"
                    + "\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":2,\"totalTokenCount\":5}}";
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWholeAnswerIsWhatItsTypesSay(Elsewhere elsewhere) {
        try (FakeUpstream upstream = FakeUpstream.start();
                Door door = door(elsewhere, upstream)) {
            upstream.enqueue(elsewhere.whole());
            OpenAIClient client =
                    OpenAiClientTest.clientOf(door).responseValidation(true).build();

            ChatCompletion answer = client.chat().completions().create(asking(elsewhere));

            assertAnswer(answer);
            assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(5);
            client.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamIsWhatItsTypesSay(Elsewhere elsewhere) {
        try (FakeUpstream upstream = FakeUpstream.start();
                Door door = door(elsewhere, upstream)) {
            upstream.enqueue(elsewhere.streamed());
            OpenAIClient client =
                    OpenAiClientTest.clientOf(door).responseValidation(true).build();
            ChatCompletionAccumulator all = ChatCompletionAccumulator.create();

            try (StreamResponse<ChatCompletionChunk> stream =
                    client.chat().completions().createStreaming(asking(elsewhere))) {
                stream.stream().forEach(all::accumulate);
            }

            assertAnswer(all.chatCompletion());
            client.close();
        }
    }

    private static void assertAnswer(ChatCompletion answer) {
        ChatCompletion.Choice choice = answer.choices().get(0);
        assertThat(choice.message().content()).contains("Let me see.");
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        ChatCompletionMessageFunctionToolCall call =
                choice.message().toolCalls().orElseThrow().get(0).asFunction();
        assertThat(call.id()).isNotEmpty();
        assertThat(call.function().name()).isEqualTo("weather");
        assertThat(call.function().arguments().replace(" ", "")).isEqualTo("{\"city\":\"Paris\"}");
    }

    private static Door door(Elsewhere elsewhere, FakeUpstream upstream) {
        ProviderSettings settings = ProviderSettings.named(elsewhere.model)
                .baseUrl(upstream.uri(""))
                .build();
        return Door.with(Mode.ASYNC_ON_JETTY)
                .provider(elsewhere.type.create(settings, Limits.DEFAULT))
                .open();
    }

    private static ChatCompletionCreateParams asking(Elsewhere elsewhere) {
        FunctionParameters parameters = FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .build();
        return ChatCompletionCreateParams.builder()
                .model(elsewhere.model)
                .addUserMessage("What is the weather in Paris?")
                .addFunctionTool(FunctionDefinition.builder()
                        .name("weather")
                        .parameters(parameters)
                        .build())
                .build();
    }
}

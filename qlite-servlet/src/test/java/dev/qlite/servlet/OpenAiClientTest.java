package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.qlite.json.Json;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** OpenAI's own client, with nothing changed but its base URL. */
@InEachMode
class OpenAiClientTest {
    private final Door door;
    private final OpenAIClient client;
    private final Gate gate = Gate.named("the client has the first chunk");

    OpenAiClientTest(Mode mode) {
        door = Door.open(mode);
        client = clientOf(door).build();
    }

    /** A client that does not try again. */
    static OpenAIOkHttpClient.Builder clientOf(Door door) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(door.uri("/v1").toString())
                .apiKey("sk-client")
                .maxRetries(0);
    }

    @AfterEach
    void close() {
        gate.open();
        client.close();
        door.close();
    }

    @Test
    void aPlainCall() {
        ChatCompletion answer = client.chat().completions().create(asking("mock-gpt"));

        assertThat(text(answer)).isEqualTo("This is the mock's answer to: Hallöchen");
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(8);
        assertThat(answer.choices().get(0).finishReason().asString()).isEqualTo("stop");
    }

    @Test
    void aStreamedCall() {
        ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
        ChatCompletionCreateParams params = asking("mock-gpt").toBuilder()
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            stream.stream().forEach(all::accumulate);
        }

        assertThat(text(all.chatCompletion())).isEqualTo("This is the mock's answer to: Hallöchen");
        assertThat(all.chatCompletion().usage().orElseThrow().totalTokens()).isEqualTo(8);
    }

    @Test
    void anUpstreamsAnswerIsAllThereAndThenAHit() {
        door.upstream.enqueue(Chats.document());

        for (int i = 0; i < 2; i++) {
            ChatCompletion answer = client.chat().completions().create(asking("gpt-4o"));

            assertThat(answer.id()).isEqualTo("chatcmpl-1");
            assertThat(answer.model()).isEqualTo("gpt-4o-2024");
            assertThat(text(answer)).isEqualTo("Hallöchen world");
            assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(3);
            assertThat(answer._additionalProperties()).containsKey("x_unknown");
        }
        assertThat(door.upstream.calls()).isEqualTo(1);
    }

    @Test
    void anUpstreamsChunksAreAllThereAndThenAHit() {
        door.upstream.enqueue(Chats.stream());

        for (int i = 0; i < 2; i++) {
            assertThat(chunks(asking("gpt-4o")))
                    .extracting(
                            chunk -> chunk.choices().get(0).delta().content().orElse("-"))
                    .containsExactly("", "one ", "two", "-");
        }
        assertThat(door.upstream.calls()).isEqualTo(1);
    }

    @Test
    void aStreamIsReadAsItComes() {
        door.upstream.enqueue(Answer.sse()
                .event(Chats.ONE)
                .awaits(gate)
                .event(Chats.TWO)
                .event(Chats.FINISH)
                .event(Chats.DONE)
                .lastChunk());

        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(asking("gpt-4o"))) {
            Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
            assertThat(chunks.next().choices().get(0).delta().content()).contains("one ");
            gate.open();
            assertThat(chunks.next().choices().get(0).delta().content()).contains("two");
        }
    }

    @Test
    void aToolIsCalledPlainAndStreamed() {
        ChatCompletionCreateParams params = withTools("mock-tools");
        ChatCompletionAccumulator streamed = ChatCompletionAccumulator.create();

        ChatCompletion plain = client.chat().completions().create(params);
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            stream.stream().forEach(streamed::accumulate);
        }

        for (ChatCompletion answer : List.of(plain, streamed.chatCompletion())) {
            assertThat(answer.choices().get(0).finishReason().asString()).isEqualTo("tool_calls");
            var call = answer.choices()
                    .get(0)
                    .message()
                    .toolCalls()
                    .orElseThrow()
                    .get(0)
                    .asFunction();
            assertThat(call.function().name()).isEqualTo("get_weather");
            assertThat(call.function().arguments()).isEqualTo("{}");
        }
    }

    @Test
    void argumentsInPiecesArePutTogetherAndThenAHit() {
        door.upstream.enqueue(Answer.sse(
                Chats.call("\"id\":\"call_1\",\"type\":\"function\",", "\"name\":\"get_weather\",", ""),
                Chats.call("", "", "{\\\"city\\\""),
                Chats.call("", "", ":\\\"Köln\\\"}"),
                Chats.FINISH.replace("stop", "tool_calls"),
                Chats.DONE));

        for (int i = 0; i < 2; i++) {
            ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
            chunks(withTools("gpt-4o")).forEach(all::accumulate);

            var message = all.chatCompletion().choices().get(0).message();
            var call = message.toolCalls().orElseThrow().get(0).asFunction();
            assertThat(call.id()).isEqualTo("call_1");
            assertThat(call.function().name()).isEqualTo("get_weather");
            assertThat(call.function().arguments()).isEqualTo("{\"city\":\"Köln\"}");
        }
        assertThat(door.upstream.calls()).isEqualTo(1);
    }

    @Test
    void aModelIsTold() {
        assertThat(client.models().retrieve("gpt-4o").id()).isEqualTo("gpt-4o");
        assertThat(client.models().retrieve("up/gpt-4o").id()).isEqualTo("up/gpt-4o");
    }

    @Test
    void modelsAreListed() {
        door.upstream.enqueue(
                Answer.json(200, Json.object().put("object", "list").build().toString()));

        assertThat(client.models().list().data())
                .extracting(model -> model.id())
                .contains("gpt-4o", "fast");
    }

    static ChatCompletionCreateParams asking(String model) {
        return builder(model).build();
    }

    private static ChatCompletionCreateParams.Builder builder(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("Hallöchen");
    }

    private static ChatCompletionCreateParams withTools(String model) {
        return builder(model)
                .addFunctionTool(FunctionDefinition.builder()
                        .name("get_weather")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty("properties", JsonValue.from(Map.of()))
                                .build())
                        .build())
                .build();
    }

    private List<ChatCompletionChunk> chunks(ChatCompletionCreateParams params) {
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            return stream.stream().toList();
        }
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().get(0).message().content().orElseThrow();
    }
}

package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
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
        client = OpenAIOkHttpClient.builder()
                .baseUrl(door.uri("/v1").toString())
                .apiKey("sk-client")
                .maxRetries(0)
                .build();
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
        ChatCompletionCreateParams params = builder("mock-tools")
                .addFunctionTool(FunctionDefinition.builder()
                        .name("get_weather")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty("properties", JsonValue.from(Map.of()))
                                .build())
                        .build())
                .build();
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
    void errorsHaveTheTypesThatTheClientKnows() {
        NotFoundException unknown = catchThrowableOfType(NotFoundException.class, () -> create("no-such-model"));
        RateLimitException limited = catchThrowableOfType(RateLimitException.class, () -> create("mock-429"));
        InternalServerException broken = catchThrowableOfType(InternalServerException.class, () -> create("mock-500"));
        InternalServerException garbage =
                catchThrowableOfType(InternalServerException.class, () -> create("mock-garbage"));
        BadRequestException bad = catchThrowableOfType(BadRequestException.class, () -> create(""));

        assertThat(unknown.code()).contains("model_not_found");
        assertThat(unknown.param()).contains("model");
        assertThat(limited.code()).contains("rate_limit_exceeded");
        assertThat(limited.headers().values("Retry-After")).containsExactly("1");
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(garbage.statusCode()).isEqualTo(502);
        assertThat(bad.type()).contains("invalid_request_error");
        assertThat(bad.getMessage()).contains("expected: a non-empty string");
    }

    @Test
    void aStreamThatBreaksIsAnExceptionOfTheClient() {
        door.upstream.enqueue(Answer.sse().event(Chats.ONE).awaits(gate).cut());

        OpenAIServiceException thrown;
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(asking("gpt-4o"))) {
            Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
            chunks.next();
            gate.open();
            thrown = catchThrowableOfType(OpenAIServiceException.class, chunks::next);
        }

        assertThat(thrown.getMessage()).contains("provider up");
    }

    @Test
    void modelsAreListed() {
        door.upstream.enqueue(
                Answer.json(200, Json.object().put("object", "list").build().toString()));

        assertThat(client.models().list().data())
                .extracting(model -> model.id())
                .contains("gpt-4o", "fast");
    }

    private ChatCompletion create(String model) {
        return client.chat().completions().create(asking(model));
    }

    private static ChatCompletionCreateParams asking(String model) {
        return builder(model).build();
    }

    private static ChatCompletionCreateParams.Builder builder(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("Hallöchen");
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().get(0).message().content().orElseThrow();
    }
}

package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What OpenAI's own client throws is what it throws without qlite, and it tries again no more often. */
@InEachMode
class OpenAiClientErrorsTest {
    private static final Duration LITTLE = Duration.ofMillis(200);
    private static final ChatCompletionCreateParams ASKING = OpenAiClientTest.asking("gpt-4o");

    private final Door door;
    private final OpenAIClient client;
    private final Gate gate = Gate.named("the client has the first chunk");

    OpenAiClientErrorsTest(Mode mode) {
        door = Door.with(mode).heartbeat(LITTLE).open();
        client = OpenAiClientTest.clientOf(door).build();
    }

    @AfterEach
    void close() {
        gate.open();
        client.close();
        door.close();
    }

    static List<Arguments> statuses() {
        return List.of(
                Arguments.of(400, BadRequestException.class),
                Arguments.of(404, NotFoundException.class),
                Arguments.of(422, UnprocessableEntityException.class),
                Arguments.of(429, RateLimitException.class),
                Arguments.of(500, InternalServerException.class),
                Arguments.of(503, InternalServerException.class));
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void anUpstreamsErrorHasItsTypePlainAndStreamed(int status, Class<? extends OpenAIServiceException> type) {
        door.upstream.always(error(status, "scripted", "7"));

        for (OpenAIServiceException thrown : List.of(
                catchThrowableOfType(type, () -> create(client, "gpt-4o")), catchThrowableOfType(type, this::stream))) {
            assertThat(thrown.statusCode()).isEqualTo(status);
            assertThat(thrown.code()).contains("scripted");
            assertThat(thrown.param()).contains("p");
            assertThat(thrown.getMessage()).contains("slow down");
            assertThat(thrown.headers().values("Retry-After")).containsExactly("7");
        }
        assertThat(door.upstream.calls()).isEqualTo(2);
    }

    @Test
    void itTriesAgainWhatItWouldTryAgain() {
        OpenAIClient patient = client.withOptions(options -> options.maxRetries(2));

        door.upstream.always(error(400, "scripted", "0"));
        assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> create(patient, "gpt-4o"));
        assertThat(door.upstream.calls()).isEqualTo(1);

        door.upstream.always(error(429, "scripted", "0"));
        assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> create(patient, "gpt-4o"));
        assertThat(door.upstream.calls()).isEqualTo(1 + 3);
    }

    @Test
    void qlitesOwnErrorsHaveTheirTypes() {
        NotFoundException unknown =
                catchThrowableOfType(NotFoundException.class, () -> create(client, "no-such-model"));
        BadRequestException bad = catchThrowableOfType(BadRequestException.class, () -> create(client, ""));

        assertThat(unknown.code()).contains("model_not_found");
        assertThat(unknown.param()).contains("model");
        assertThat(bad.type()).contains("invalid_request_error");
        assertThat(bad.getMessage()).contains("expected: a non-empty string");
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> client.models().retrieve("no-such-model"));
        assertThat(door.upstream.calls()).isZero();
    }

    @Test
    void aRefusalOfQlitesOwnKeyIsA502ThatTellsNoKey() {
        door.upstream.enqueue(error(401, "invalid_api_key " + Door.UPSTREAM_KEY, "0"));

        InternalServerException thrown =
                catchThrowableOfType(InternalServerException.class, () -> create(client, "gpt-4o"));

        assertThat(thrown.statusCode()).isEqualTo(502);
        assertThat(thrown.code()).contains("upstream_credential");
        assertThat(thrown.getMessage() + thrown.body()).doesNotContain("canary");
    }

    @Test
    void anUpstreamThatTalksGarbageIsA502() {
        door.upstream.enqueue(
                Answer.status(200).header("Content-Type", "text/html").body("<html>"));

        InternalServerException thrown =
                catchThrowableOfType(InternalServerException.class, () -> create(client, "gpt-4o"));

        assertThat(thrown.statusCode()).isEqualTo(502);
    }

    @Test
    void itsOwnTimeOutIsAnIoExceptionAndNoSecondCall() {
        door.upstream.enqueue(Answer.raw().stall());

        OpenAIClient impatient = client.withOptions(options -> options.timeout(LITTLE));

        assertThatExceptionOfType(OpenAIIoException.class).isThrownBy(() -> create(impatient, "gpt-4o"));

        assertThat(door.upstream.calls()).isEqualTo(1);
    }

    @Test
    void aStreamThatBreaksIsAnExceptionAndNoEnd() {
        door.upstream.enqueue(Answer.sse().event(Chats.ONE).awaits(gate).cut());

        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(ASKING)) {
            Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
            chunks.next();
            gate.open();
            assertThatExceptionOfType(OpenAIServiceException.class)
                    .isThrownBy(chunks::next)
                    .withMessageContaining("provider up");
        }
    }

    @Test
    void aStreamThatIsClosedIsClosedUpstream() {
        door.upstream.enqueue(Answer.sse().event(Chats.ONE).stall());

        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(ASKING)) {
            stream.stream().iterator().next();
        }

        door.upstream.takeRequest(Door.SOON).awaitClientClosed(Door.SOON);
    }

    private static void create(OpenAIClient client, String model) {
        client.chat().completions().create(OpenAiClientTest.asking(model));
    }

    private void stream() {
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(ASKING)) {
            stream.stream().forEach(chunk -> {});
        }
    }

    private static Answer error(int status, String code, String retryAfter) {
        return Answer.status(status)
                .header("Content-Type", "application/json")
                .header("Retry-After", retryAfter)
                .body("{\"error\":{\"message\":\"slow down\",\"type\":\"t\",\"param\":\"p\",\"code\":\"" + code
                        + "\"}}");
    }
}

package dev.qlite.provider.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.qlite.chat.CallCancelledException;
import dev.qlite.chat.ChatCompletion;
import dev.qlite.chat.Message;
import dev.qlite.chat.QliteException;
import dev.qlite.chat.ToolCall;
import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.ForwardingEvents;
import dev.qlite.pipeline.Lifetime;
import dev.qlite.pipeline.Pulls;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Route;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MockProviderTest {
    private final MockProvider mock = MockProvider.builder().build();

    @Test
    void theSameMessagesGetTheSameAnswer() {
        Json once = plain("mock-gpt", ask("hello you")).json();

        assertThat(plain("mock-gpt", ask("hello you")).json()).isEqualTo(once);
        assertThat(plain("mock-gpt", ask("hello me")).json()).isNotEqualTo(once);
        assertThat(ChatCompletion.of(once).text()).isEqualTo("This is the mock's answer to: hello you");
        assertThat(ChatCompletion.of(once).model()).isEqualTo("mock-gpt");
    }

    @Test
    void usageCountsWords() {
        Usage usage = Objects.requireNonNull(plain("mock-gpt", ask("hello you")).usage());

        assertThat(usage.promptTokens()).isEqualTo(2);
        assertThat(usage.completionTokens()).isEqualTo(8);
        assertThat(usage.totalTokens()).isEqualTo(10);
        Reply.Document document = (Reply.Document) mock.execute(route("mock-gpt", ask("hello you")));
        assertThat(document.head().usage()).isNotNull();
        assertThat(document.receipt().billed()).isTrue();
    }

    @Test
    void aStreamSaysTheSame() {
        try (Reply.Events events = stream("mock-gpt")) {
            List<Json> chunks = Pulls.chunks(events);
            StringBuilder text = new StringBuilder();
            chunks.forEach(chunk -> {
                Json piece = chunk.get("choices").get(0).get("delta").get("content");
                text.append(piece.isString() ? piece.asString() : "");
            });
            assertThat(text).hasToString("This is the mock's answer to: hi");
            assertThat(chunks.get(chunks.size() - 1).get("usage").isObject()).isTrue();
        }
    }

    @Test
    void aLongQuestionIsQuotedInPartAndNotWithinACharacter() {
        String text = plain("mock-gpt", ask("x".repeat(199) + "😀".repeat(50))).text();

        assertThat(text).endsWith("x…").hasSizeLessThan(300);
    }

    @Test
    void toolsAreCalled() {
        String request = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],"
                + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}]}";

        ChatCompletion.Choice choice = plain("mock-tools", request).choices().get(0);

        assertThat(choice.finishReason()).isEqualTo("tool_calls");
        assertThat(choice.message().toolCalls()).extracting(ToolCall::name).containsExactly("weather");
        assertThat(plain("mock-tools", ask("no tools")).choices().get(0).finishReason())
                .isEqualTo("stop");
        assertThat(plain("mock-gpt", request).choices().get(0).finishReason()).isEqualTo("stop");
    }

    @ParameterizedTest
    @CsvSource({"mock-429, 429, rate_limit_exceeded", "mock-500, 500,", "mock-garbage, 502, upstream_unavailable"})
    void aFailingModelFailsAsItsNameSays(String model, int status, String code) {
        for (String body : List.of(ask("hi"), ask("hi").replace("\"messages\"", "\"stream\":true,\"messages\""))) {
            assertThatExceptionOfType(QliteException.class)
                    .isThrownBy(() -> mock.execute(route(model, body)))
                    .satisfies(e -> {
                        assertThat(e.status()).isEqualTo(status);
                        assertThat(e.code()).isEqualTo(code);
                        assertThat(e.provider()).isEqualTo("mock");
                    });
        }
    }

    @Test
    void itTellsHowLongToWait() {
        assertThatExceptionOfType(QliteException.class)
                .isThrownBy(() -> mock.execute(route("mock-429", ask("hi"))))
                .satisfies(e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
    }

    @Test
    void aStreamIsCutAfterItHasBegun() {
        try (Reply.Events events = stream("mock-cut")) {
            for (int i = 0; i < 3; i++) {
                assertThat(Pulls.next(events)).isNotNull().isNotSameAs(Event.NOT_YET);
            }
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(UpstreamUnavailableException.class).isThrownBy(() -> Pulls.next(events));
            }
        }
        assertThatExceptionOfType(UpstreamUnavailableException.class)
                .isThrownBy(() -> mock.execute(route("mock-cut", ask("hi"))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cancellingEndsItsWait(boolean streamed) throws Exception {
        Lifetime lifetime = Lifetime.unbounded();
        MockProvider slow = MockProvider.builder().latency(Duration.ofHours(1)).build();
        Call call = Calls.routed((streamed ? Calls.streamed() : Calls.plain()).lifetime(lifetime), slow);
        ExecutorService client = Executors.newSingleThreadExecutor();
        try {
            Future<Throwable> waiting = client.submit(() -> failure(() -> slow.execute(call)));
            lifetime.cancel();
            assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(CallCancelledException.class);
        } finally {
            client.shutdownNow();
        }
    }

    @Test
    void closingAStreamEndsItsWait() throws Exception {
        MockProvider slow = MockProvider.builder().tokensPerSecond(1).build();
        Reply.Events events = (Reply.Events) slow.execute(Calls.routed(Calls.streamed(), slow));
        assertThat(Pulls.next(events)).isNotNull();
        assertThat(Pulls.next(events)).as("the second token is not due").isSameAs(Event.NOT_YET);
        ExecutorService client = Executors.newSingleThreadExecutor();
        try {
            Future<Throwable> waiting = client.submit(() -> failure(() -> Pulls.all(new Patient(events))));
            events.close();
            assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(CallCancelledException.class);
        } finally {
            client.shutdownNow();
        }
    }

    @Test
    void theCallersTimeEndsItsWait() {
        MockProvider slow = MockProvider.builder().latency(Duration.ofHours(1)).build();
        Call call = Calls.routed(Calls.plain().lifetime(Lifetime.of(Duration.ofMillis(5))), slow);

        assertThatExceptionOfType(CallCancelledException.class)
                .isThrownBy(() -> slow.execute(call))
                .satisfies(e -> assertThat(e.status()).isEqualTo(504));
    }

    @Test
    void negativeSettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        MockProvider.builder().latency(Duration.ofMillis(-1)).build())
                .withMessage("latency: PT-0.001S (expected: >= 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MockProvider.builder().tokensPerSecond(-1).build())
                .withMessage("tokens_per_second: -1 (expected: >= 0)");
    }

    private Reply.Events stream(String model) {
        Call call = Calls.streamedWithUsage().build().withRoute(new Route(mock, model));
        return (Reply.Events) mock.execute(call);
    }

    private ChatCompletion plain(String model, String body) {
        return ChatCompletion.of(((Reply.Document) mock.execute(route(model, body))).body());
    }

    private Call route(String model, String body) {
        return Calls.of(body).build().withRoute(new Route(mock, model));
    }

    private static String ask(String text) {
        return Json.object()
                .put("model", "m")
                .put("messages", Json.array(List.of(Message.user(text).json())))
                .build()
                .toString();
    }

    private static Throwable failure(Runnable action) {
        try {
            action.run();
        } catch (QliteException e) {
            return e;
        }
        return new AssertionError("it did not fail");
    }

    /** Waits an hour for each event. */
    private static final class Patient extends ForwardingEvents {
        Patient(Reply.Events inner) {
            super(inner);
        }

        @Override
        public @Nullable Event next(long until) {
            return super.next(System.nanoTime() + Duration.ofHours(1).toNanos());
        }
    }
}

package dev.qlite.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.qlite.chat.ApiError;
import dev.qlite.chat.CallCancelledException;
import dev.qlite.chat.InternalErrorException;
import dev.qlite.chat.UpstreamErrorException;
import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.chat.Usage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettleTest {
    private final FakeProvider provider = new FakeProvider("fake");
    private final List<Receipt> told = new ArrayList<>();
    private final Settle settle = new Settle(List.of(told::add), () -> Long.MAX_VALUE / 2);

    @Test
    void aDocumentIsToldOnceWhenItIsThere() {
        provider.answer(call -> Calls.document(call, Calls.answer("hi")));

        Reply reply = handle(Calls.plain().build());
        reply.close();

        assertThat(told).containsExactly(reply.receipt());
        assertThat(reply.receipt().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(reply.receipt().billed()).isTrue();
        assertThat(reply.receipt().duration()).isPositive();
    }

    @Test
    void theReceiptKnowsTheCall() {
        provider.answer(call -> Calls.document(call, Calls.answer("hi")));
        Call call = Calls.plain().requestId("r1").caller(Caller.named("team-a")).build();

        Receipt receipt = handle(call).receipt();

        assertThat(receipt.requestId()).isEqualTo("r1");
        assertThat(receipt.caller()).isEqualTo(Caller.named("team-a"));
        assertThat(receipt.operation()).isEqualTo(Operation.CHAT);
        assertThat(receipt.model()).isEqualTo("m");
        assertThat(receipt.route()).isEqualTo(new Route(provider, "m"));
        assertThat(receipt.arrival()).isEqualTo(call.arrival());
        assertThat(receipt.attempts()).isEqualTo(1);
        assertThat(receipt.failure()).isNull();
    }

    @Test
    void aStreamIsToldOnceAtItsEnd() {
        Reply.Events events = stream(call -> ScriptedEvents.saying(call, "a", "b"));

        Pulls.next(events);
        assertThat(told).isEmpty();
        assertThatIllegalStateException().isThrownBy(events::receipt);
        Pulls.all(events);
        assertThat(events.next(0)).isNull();
        events.close();

        assertThat(told).containsExactly(events.receipt());
        assertThat(events.receipt().outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void aPauseIsNoEnd() {
        Reply.Events events = stream(call -> ScriptedEvents.of(call, Event.NOT_YET, Chunks.finish("stop")));

        assertThat(Pulls.next(events)).isSameAs(Event.NOT_YET);
        assertThat(told).isEmpty();
        assertThatIllegalStateException().isThrownBy(events::receipt);
        events.close();
    }

    @Test
    void aStreamClosedBeforeItsEndIsCancelled() {
        List<ScriptedEvents> inner = new ArrayList<>();
        Reply.Events events = stream(call -> remember(inner, ScriptedEvents.saying(call, "a", "b")));

        Pulls.next(events);
        events.close();
        events.close();

        assertThat(told).containsExactly(events.receipt());
        assertThat(events.receipt().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(events.receipt().failure()).isNull();
        assertThat(inner.get(0).closed()).isPositive();
    }

    @Test
    void aStreamThatBreaksIsToldOnceAndClosed() {
        List<ScriptedEvents> inner = new ArrayList<>();
        UpstreamUnavailableException cut = UpstreamUnavailableException.of("fake", "its stream ended", null);
        Reply.Events events = stream(call -> remember(
                inner,
                ScriptedEvents.of(call, Chunks.delta("{\"content\":\"a\"}"), cut)
                        .withReceipt(Receipt.of(call).withAttempts(1).withUsage(Usage.of(1, 2)))));

        Pulls.next(events);
        assertThatExceptionOfType(CallFailedException.class)
                .isThrownBy(() -> Pulls.next(events))
                .satisfies(e -> {
                    assertThat(e.failure()).isSameAs(cut);
                    assertThat(e.receipt()).isSameAs(told.get(0));
                });
        assertThatExceptionOfType(CallFailedException.class).isThrownBy(() -> Pulls.next(events));
        events.close();

        Receipt receipt = events.receipt();
        assertThat(told).containsExactly(receipt);
        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(receipt.failure()).isSameAs(cut);
        assertThat(receipt.route()).isEqualTo(new Route(provider, "m"));
        assertThat(receipt.attempts()).isEqualTo(1);
        assertThat(receipt.usage())
                .isNotNull()
                .satisfies(usage -> assertThat(usage.completionTokens()).isEqualTo(2));
        assertThat(inner.get(0).closed()).isPositive();
    }

    @Test
    void aFailureKeepsWhatTheProviderSaid() {
        ApiError error = ApiError.of("slow down", "rate_limit_error", "model", "rate_limit_exceeded");
        UpstreamErrorException said = new UpstreamErrorException("fake", 429, error, Duration.ofSeconds(7));

        CallFailedException e = failure(said);

        assertThat(e.status()).isEqualTo(429);
        assertThat(e.error()).isSameAs(error);
        assertThat(e.code()).isEqualTo("rate_limit_exceeded");
        assertThat(e.param()).isEqualTo("model");
        assertThat(e.provider()).isEqualTo("fake");
        assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(e.failure()).isSameAs(said);
        assertThat(e).hasMessage("slow down").hasCause(said);
        assertThat(told).containsExactly(e.receipt());
        assertThat(e.receipt().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(e.receipt().failure()).isSameAs(said);
        assertThat(e.receipt().route()).isEqualTo(new Route(provider, "m"));
        assertThat(e.receipt().attempts()).isEqualTo(1);
        assertThat(e.receipt().billed()).isFalse();
    }

    @Test
    void whatNobodyForesawTellsTheClientNothing() {
        CallFailedException e = failure(new IllegalStateException("sk-secret"));

        assertThat(e.status()).isEqualTo(500);
        assertThat(e.error().json().toString()).doesNotContain("sk-secret").contains("internal_error");
        assertThat(e).hasMessageNotContaining("sk-secret");
        assertThat(e.failure()).isInstanceOf(InternalErrorException.class).hasRootCauseMessage("sk-secret");
        assertThat(e.receipt().attempts()).isEqualTo(1);
        assertThat(told).containsExactly(e.receipt());
    }

    @Test
    void aFailureBeforeTheRouteHasAReceiptWithoutIt() {
        Pipeline pipeline = Pipeline.of(List.of(settle, (call, next) -> {
            throw new IllegalArgumentException("no");
        }));

        assertThatExceptionOfType(CallFailedException.class)
                .isThrownBy(() -> pipeline.handle(Calls.plain().build()))
                .satisfies(e -> assertThat(e.receipt().route()).isNull());
        assertThat(told).hasSize(1);
    }

    @Test
    void aCallerThatIsGoneIsCancelledNotFailed() {
        CallFailedException e = failure(CallCancelledException.outOfTime());

        assertThat(e.status()).isEqualTo(504);
        assertThat(e.receipt().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(e.receipt().failure()).isNull();
    }

    @Test
    void aListenersExceptionHarmsNobody() {
        Settle grumpy = new Settle(
                List.of(
                        receipt -> {
                            throw new IllegalStateException("grumpy");
                        },
                        told::add),
                System::nanoTime);
        provider.answer(call -> Calls.document(call, Calls.answer("hi")));

        try (Reply reply = Calls.pipeline(provider, grumpy).handle(Calls.plain().build())) {
            assertThat(told).containsExactly(reply.receipt());
        }
    }

    @Test
    void anAnswerThatPassesUnreadIsSettledToo() {
        provider.answer(ScriptedBytes::new);

        Reply.Bytes bytes = (Reply.Bytes) handle(Calls.plain().build());
        assertThat(bytes.next(0)).isNotNull();
        assertThat(bytes.next(0)).isNull();

        assertThat(told).containsExactly(bytes.receipt());
    }

    private Reply handle(Call call) {
        return Calls.pipeline(provider, settle).handle(call);
    }

    private Reply.Events stream(Function<Call, Reply> answer) {
        provider.answer(answer);
        return (Reply.Events) handle(Calls.streamed().build());
    }

    private CallFailedException failure(RuntimeException thrown) {
        provider.answer(call -> {
            throw thrown;
        });
        try {
            handle(Calls.plain().build()).close();
        } catch (CallFailedException e) {
            return e;
        }
        throw new AssertionError("it did not fail");
    }

    private static <T> T remember(List<T> list, T value) {
        list.add(value);
        return value;
    }

    private static final class ScriptedBytes implements Reply.Bytes {
        private final Call call;
        private int left = 1;

        ScriptedBytes(Call call) {
            this.call = call;
        }

        @Override
        public Head head() {
            return Head.of(Objects.requireNonNull(call.route()));
        }

        @Override
        public @Nullable ByteBuffer next(long until) {
            return left-- > 0 ? ByteBuffer.allocate(3) : null;
        }

        @Override
        public Receipt receipt() {
            return Receipt.of(call).withAttempts(1);
        }

        @Override
        public void close() {}
    }
}

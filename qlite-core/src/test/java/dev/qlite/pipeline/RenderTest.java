package dev.qlite.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.qlite.chat.CallCancelledException;
import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.chat.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderTest {
    private final List<Reply> given = new ArrayList<>();
    private final FakeProvider provider = new FakeProvider("fake");

    @Test
    void aDocumentForAPlainCallIsTheVeryDocument() {
        Reply reply = render(Calls.plain(), call -> Calls.document(call, Calls.answer("hi")));

        assertThat(reply).isSameAs(given.get(0));
    }

    @Test
    void eventsForAStreamingCallThatAsksForUsageAreTheVeryEvents() {
        Reply reply = render(Calls.streamedWithUsage(), call -> ScriptedEvents.saying(call, "a"));

        assertThat(reply).isSameAs(given.get(0));
    }

    @Test
    void theUsageChunkIsHiddenFromAClientThatDidNotAsk() {
        byte[] beside = usageBesideChoices().getBytes(UTF_8);
        Reply.Events events = stream(
                Calls.streamed(),
                Event.of(beside),
                Event.NOT_YET,
                Chunks.usage(1, 1),
                Event.NOT_YET,
                Chunks.usage(1, 2));

        assertThat(Objects.requireNonNull(Pulls.next(events)).data()).isSameAs(beside);
        assertThat(Pulls.next(events)).isSameAs(Event.NOT_YET);
        assertThat(Pulls.next(events)).isSameAs(Event.NOT_YET);
        assertThat(Pulls.next(events)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[ \t]", "[\n]"})
    void theUsageChunkIsKnownInAnySpelling(String none) {
        String chunk = "{\"x\":[[[1]]],\"choices\" : " + none + ",\"usage\":" + Chunks.usageObject(1, 1) + "}";

        assertThat(Pulls.texts(stream(Calls.streamed(), chunk))).isEmpty();
        assertThat(Pulls.texts(stream(Calls.streamed(), "[", "[ "))).containsExactly("[", "[ ");
    }

    @Test
    void anEmptyChoiceListWithoutUsageIsNotHidden() {
        String filter = "{\"choices\":[],\"prompt_filter_results\":[],\"usage\":null}";

        assertThat(Pulls.texts(stream(Calls.streamed(), filter))).containsExactly(filter);
    }

    @Test
    void aDocumentForAStreamingCallBecomesEvents() {
        Reply.Events events = (Reply.Events)
                render(Calls.streamedWithUsage(), call -> Calls.document(call, Calls.answer("hi there")));

        assertThat(events.head().usage()).isNotNull();
        assertThat(Tree.of(Folds.fold(Pulls.chunks(events)))).isEqualTo(Tree.of(Calls.answer("hi there")));
        assertThat(events.receipt().attempts()).isEqualTo(1);
    }

    @Test
    void eventsForAPlainCallBecomeADocument() {
        Reply.Document document = (Reply.Document) render(
                Calls.plain(),
                call -> ScriptedEvents.of(
                                call,
                                Event.NOT_YET,
                                Chunks.delta("{\"role\":\"assistant\",\"content\":\"hi\",\"refusal\":null}"),
                                Event.NOT_YET,
                                Chunks.finish("stop"),
                                Chunks.usage(2, 3))
                        .withReceipt(Receipt.of(call).withAttempts(1).withUsage(Usage.of(2, 3))));

        assertThat(Tree.of(document.body())).isEqualTo(Tree.of(Calls.answer("hi")));
        assertThat(document.head().usage()).isNotNull();
        assertThat(document.receipt().billed()).isTrue();
        assertThat(((ScriptedEvents) given.get(0)).closed()).isPositive();
    }

    @Test
    void foldedEventsOverTheLimitAreA502() {
        assertThatExceptionOfType(CallFailedException.class)
                .isThrownBy(() -> Calls.pipeline(
                                FakeProvider.answering(call -> remember(ScriptedEvents.saying(call, "a", "b", "c"))),
                                new Render(Chunks.delta("{\"content\":\"a\"}").length() + 1L))
                        .handle(Calls.plain().build()))
                .satisfies(e -> {
                    assertThat(e.status()).isEqualTo(502);
                    assertThat(e.code()).isEqualTo("answer_too_large");
                    assertThat(e.provider()).isEqualTo("fake");
                    assertThat(e.receipt().attempts()).isEqualTo(1);
                });
        assertThat(((ScriptedEvents) given.get(0)).closed()).isPositive();
        assertThat(((ScriptedEvents) given.get(0)).pulled()).isEqualTo(2);
    }

    @Test
    void aStreamedAnswerPassesWhateverItsSize() {
        Reply.Events events = (Reply.Events) Calls.pipeline(
                        FakeProvider.answering(call -> ScriptedEvents.saying(call, "a", "b", "c")), new Render(1))
                .handle(Calls.streamed().build());

        assertThat(Pulls.all(events)).hasSize(4);
    }

    @Test
    void aBreakWhileFoldingIsTheCallsFailure() {
        UpstreamUnavailableException cut = UpstreamUnavailableException.of("fake", "cut", null);

        CallFailedException e = foldFailure(Calls.plain(), Chunks.delta("{\"content\":\"a\"}"), cut);

        assertThat(e.failure()).isSameAs(cut);
        assertThat(e.receipt().attempts()).isEqualTo(1);
        assertThat(((ScriptedEvents) given.get(0)).closed()).isPositive();
    }

    @Test
    void garbageWhileFoldingIsTheProvidersFault() {
        assertThat(foldFailure(Calls.plain(), "no json").status()).isEqualTo(502);
        assertThat(foldFailure(Calls.plain(), Chunks.choice("{\"index\":1e999,\"delta\":{}}"))
                        .status())
                .isEqualTo(502);
        assertThat(foldFailure(Calls.plain(), Chunks.delta("{\"tool_calls\":[{\"index\":1e999}]}"))
                        .status())
                .isEqualTo(502);
    }

    @Test
    void timeThatRunsOutWhileFoldingIsA504() {
        Lifetime lifetime = Lifetime.of(Duration.ofMillis(30));
        CallFailedException e = foldFailure(
                Calls.plain().lifetime(lifetime),
                Event.NOT_YET,
                (Runnable) () -> awaitEnd(lifetime),
                Event.NOT_YET,
                Chunks.finish("stop"));

        assertThat(e.failure()).isInstanceOf(CallCancelledException.class);
        assertThat(e.status()).isEqualTo(504);
    }

    @Test
    void cancellingWhileFoldingClosesTheUpstream() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        Lifetime lifetime = Lifetime.unbounded();
        ExecutorService client = Executors.newSingleThreadExecutor();
        try {
            Future<CallFailedException> failure = client.submit(() -> foldFailure(
                    Calls.plain().lifetime(lifetime),
                    Chunks.delta("{\"content\":\"a\"}"),
                    (Runnable) waiting::countDown,
                    (Runnable) () -> awaitClosed(given.get(0)),
                    Chunks.finish("stop")));
            waiting.await();
            lifetime.cancel();

            assertThat(failure.get(10, TimeUnit.SECONDS).failure()).isInstanceOf(CallCancelledException.class);
            assertThat(((ScriptedEvents) given.get(0)).closed()).isPositive();
        } finally {
            client.shutdownNow();
        }
    }

    private Reply render(Call.Builder call, Function<Call, Reply> answer) {
        provider.answer(asked -> remember(answer.apply(asked)));
        return Calls.pipeline(provider, new Render(1 << 20)).handle(call.build());
    }

    private Reply.Events stream(Call.Builder call, Object... script) {
        return (Reply.Events) render(call, asked -> ScriptedEvents.of(asked, script));
    }

    private CallFailedException foldFailure(Call.Builder call, Object... script) {
        given.clear();
        try {
            render(call, asked -> ScriptedEvents.of(asked, script)).close();
        } catch (CallFailedException e) {
            return e;
        }
        throw new AssertionError("it did not fail");
    }

    private Reply remember(Reply reply) {
        given.add(reply);
        return reply;
    }

    private static void awaitEnd(Lifetime lifetime) {
        while (lifetime.until() - System.nanoTime() > 0) {
            Thread.onSpinWait();
        }
    }

    private static void awaitClosed(Reply reply) {
        while (((ScriptedEvents) reply).closed() == 0) {
            Thread.onSpinWait();
        }
    }

    private static String usageBesideChoices() {
        return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":"
                + Chunks.usageObject(1, 1) + "}";
    }
}

package dev.qlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.qlite.cache.ExactCache;
import dev.qlite.chat.CallCancelledException;
import dev.qlite.chat.ChatCompletionChunk;
import dev.qlite.chat.ChatRequest;
import dev.qlite.chat.QliteException;
import dev.qlite.json.Json;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.FakeProvider;
import dev.qlite.pipeline.Lifetime;
import dev.qlite.pipeline.Model;
import dev.qlite.pipeline.Outcome;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.ScriptedEvents;
import dev.qlite.provider.mock.MockProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QliteTest {
    private static final ChatRequest HELLO =
            ChatRequest.builder().model("mock-gpt").user("hello").build();

    private final List<Receipt> receipts = new CopyOnWriteArrayList<>();
    private final Qlite qlite = Qlite.builder()
            .provider(MockProvider.builder().build(), "mock-gpt", "mock-*")
            .alias("fast", "mock-gpt")
            .cache(ExactCache.builder().build())
            .listener(receipts::add)
            .build();

    @AfterEach
    void close() {
        qlite.close();
    }

    @Test
    void theFirstAnswerIsAMissAndTheSecondAHit() {
        ChatAnswer miss = qlite.chat(HELLO);
        ChatAnswer hit = qlite.chat(HELLO);

        assertThat(miss.text()).isEqualTo("This is the mock's answer to: hello");
        assertThat(miss.receipt().cache()).isEqualTo(CacheStatus.MISS);
        assertThat(miss.receipt().billed()).isTrue();
        assertThat(hit.receipt().cache().isHit()).isTrue();
        assertThat(hit.receipt().billed()).isFalse();
        assertThat(hit.completion().json()).isEqualTo(miss.completion().json());
        assertThat(receipts).containsExactly(miss.receipt(), hit.receipt());
    }

    @Test
    void aPlainCallIsServedFromAStream() {
        StringBuilder text = new StringBuilder();
        try (ChatStream stream = qlite.stream(HELLO)) {
            assertThat(stream.head().cache()).isEqualTo(CacheStatus.MISS);
            assertThatIllegalStateException().isThrownBy(stream::receipt);
            stream.forEach(chunk -> text.append(chunk.text()));
            assertThat(stream.receipt().outcome()).isEqualTo(Outcome.ANSWERED);
        }

        ChatAnswer hit = qlite.chat(HELLO);

        assertThat(hit.text()).isEqualTo(text.toString());
        assertThat(hit.receipt().cache().isHit()).isTrue();
        assertThat(hit.completion().usage()).isNotNull();
        assertThat(receipts).hasSize(2);
    }

    @Test
    void aStreamIsServedFromADocument() {
        qlite.chat(HELLO);

        try (ChatStream hit = qlite.stream(HELLO)) {
            assertThat(hit.head().cache().isHit()).isTrue();
            StringBuilder text = new StringBuilder();
            for (ChatCompletionChunk chunk = hit.next(); chunk != null; chunk = hit.next()) {
                assertThat(chunk.isUsageOnly()).isFalse();
                text.append(chunk.text());
            }
            assertThat(text).hasToString("This is the mock's answer to: hello");
            assertThat(hit.next()).isNull();
        }
    }

    @Test
    void anAliasSharesTheEntry() {
        qlite.chat(HELLO);

        ChatAnswer hit = qlite.chat(HELLO.toBuilder().model("fast").build());

        assertThat(hit.receipt().cache().isHit()).isTrue();
        assertThat(hit.receipt().model()).isEqualTo("fast");
        assertThat(hit.receipt().route()).hasToString("mock/mock-gpt");
    }

    @Test
    void whatTheRequestSaysOfStreamsDoesNotMatter() {
        ChatRequest streamed = HELLO.toBuilder().stream(true)
                .put("stream_options", Json.parse("{\"include_usage\":true}"))
                .build();

        assertThat(qlite.chat(streamed).text()).isNotEmpty();
        try (ChatStream stream = qlite.stream(streamed)) {
            List<ChatCompletionChunk> chunks = new ArrayList<>();
            stream.forEach(chunks::add);
            assertThat(chunks.get(chunks.size() - 1).isUsageOnly()).isTrue();
        }
    }

    @Test
    void aCallForTheOtherKindIsRefused() {
        Call plain = Call.chat(HELLO).build();
        Call streamed = Calls.streamed().build();

        assertThatIllegalArgumentException().isThrownBy(() -> qlite.stream(plain));
        assertThatIllegalArgumentException().isThrownBy(() -> qlite.chat(streamed));
        assertThat(receipts).isEmpty();
    }

    @Test
    void callersDoNotShareAnswers() {
        qlite.chat(Call.chat(HELLO).caller(Caller.named("a")).build());

        assertThat(qlite.chat(Call.chat(HELLO).caller(Caller.named("b")).build())
                        .receipt()
                        .cache())
                .isEqualTo(CacheStatus.MISS);
    }

    @Test
    void aFailureHasItsReceipt() {
        assertThatExceptionOfType(CallFailedException.class)
                .isThrownBy(() -> qlite.chat(HELLO.toBuilder().model("mock-429").build()))
                .satisfies(e -> {
                    assertThat(e.status()).isEqualTo(429);
                    assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(1));
                    assertThat(e.receipt().outcome()).isEqualTo(Outcome.FAILED);
                    assertThat(receipts).containsExactly(e.receipt());
                });
    }

    @Test
    void anUnknownModelIsA404() {
        assertThatExceptionOfType(CallFailedException.class)
                .isThrownBy(() -> qlite.chat(HELLO.toBuilder().model("nope").build()))
                .satisfies(e -> {
                    assertThat(e.status()).isEqualTo(404);
                    assertThat(e.receipt().route()).isNull();
                });
    }

    @Test
    void aStreamThatBreaksSaysSoAndIsAskedAgain() {
        ChatRequest cut = HELLO.toBuilder().model("mock-cut").build();
        for (int i = 0; i < 2; i++) {
            try (ChatStream stream = qlite.stream(cut)) {
                assertThat(stream.head().cache()).isEqualTo(CacheStatus.MISS);
                assertThatExceptionOfType(CallFailedException.class)
                        .isThrownBy(() -> stream.forEach(chunk -> {}))
                        .satisfies(e -> assertThat(e.status()).isEqualTo(502));
                assertThat(stream.receipt().outcome()).isEqualTo(Outcome.FAILED);
            }
        }
        assertThat(receipts).hasSize(2);
    }

    @Test
    void anIteratorEndsWithTheStream() {
        try (ChatStream stream = qlite.stream(HELLO)) {
            Iterator<ChatCompletionChunk> chunks = stream.iterator();
            while (chunks.hasNext()) {
                assertThat(chunks.hasNext()).isTrue();
                chunks.next();
            }
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(chunks::next);
        }
    }

    @Test
    void closingTheStreamCancelsTheUpstream() {
        List<ScriptedEvents> upstream = new ArrayList<>();
        FakeProvider provider = FakeProvider.answering(call -> {
            upstream.add(ScriptedEvents.saying(call, "a", "b"));
            return upstream.get(0);
        });
        try (Qlite house = house(provider)) {
            ChatStream stream = house.stream(HELLO);
            assertThat(stream.next()).isNotNull();

            stream.close();

            assertThat(upstream.get(0).closed()).isPositive();
            assertThat(stream.receipt().outcome()).isEqualTo(Outcome.CANCELLED);
        }
        assertThat(receipts).hasSize(1);
    }

    @Test
    void closingFromAnotherThreadEndsTheWait() throws Exception {
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try (Qlite house = house(MockProvider.builder().tokensPerSecond(1).build())) {
            ChatStream stream = house.stream(HELLO);
            assertThat(stream.next()).isNotNull();
            Future<?> waiting = reader.submit(() -> assertThatExceptionOfType(CallFailedException.class)
                    .isThrownBy(() -> stream.forEach(chunk -> {}))
                    .satisfies(e -> assertThat(e.failure()).isInstanceOf(CallCancelledException.class)));
            stream.close();

            waiting.get(10, TimeUnit.SECONDS);
            assertThat(stream.receipt().outcome()).isEqualTo(Outcome.CANCELLED);
        } finally {
            reader.shutdownNow();
        }
    }

    @Test
    void theCallersTimeEndsAStream() {
        try (Qlite house = house(MockProvider.builder().tokensPerSecond(1).build())) {
            ChatStream stream =
                    house.stream(Call.chat(HELLO.toBuilder().stream(true).build())
                            .lifetime(Lifetime.of(Duration.ofMillis(100)))
                            .build());
            try (stream) {
                assertThatExceptionOfType(QliteException.class)
                        .isThrownBy(() -> stream.forEach(chunk -> {}))
                        .satisfies(e -> assertThat(e.status()).isEqualTo(504));
            }
            assertThat(stream.receipt().outcome()).isEqualTo(Outcome.CANCELLED);
        }
    }

    @Test
    void aStageOfTheApplicationMayChangeTheRequest() {
        FakeProvider provider = FakeProvider.answering(call -> Calls.document(call, Calls.answer("hi")));
        try (Qlite house = Qlite.builder()
                .provider(provider, "cheap")
                .stage((call, next) -> next.proceed(call.withBody(
                        call.body().toBuilder().put("model", "cheap").build())))
                .build()) {
            house.chat(HELLO);
        }

        assertThat(provider.calls().get(0).model()).isEqualTo("cheap");
        assertThat(provider.closed()).isEqualTo(1);
    }

    @Test
    void modelsAreListed() {
        assertThat(qlite.models()).extracting(Model::id).containsExactly("fast", "mock-gpt");
        assertThat(qlite.registry().providers()).hasSize(1);
    }

    private Qlite house(Provider provider) {
        return Qlite.builder().provider(provider, "*").listener(receipts::add).build();
    }
}

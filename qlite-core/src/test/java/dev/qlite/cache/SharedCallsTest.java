package dev.qlite.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.qlite.chat.CallCancelledException;
import dev.qlite.chat.QliteException;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.Chunks;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Lifetime;
import dev.qlite.pipeline.Pulls;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.ScriptedEvents;
import dev.qlite.pipeline.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which calls share an exchange, and what each gets of it. */
class SharedCallsTest {
    private static final String FIRST = Chunks.delta("{\"role\":\"assistant\",\"content\":\"hi\",\"refusal\":null}");
    private static final String LAST = Chunks.finish("stop");
    private static final String USAGE = Chunks.usage(2, 3);

    private CacheFixture house = house(cache -> {});

    static Stream<Arguments> calls() {
        UnaryOperator<Call.Builder> same = call -> call;
        return Stream.of(
                Arguments.of("the same", same, true),
                Arguments.of("another caller", of(call -> call.caller(Caller.named("other"))), false),
                Arguments.of("another namespace", of(call -> call.cacheNamespace("n2")), false),
                Arguments.of("no-store", control("no-store"), false),
                Arguments.of("no-cache", control("no-cache"), false),
                Arguments.of("max-age", control("max-age=60"), true),
                Arguments.of("another way round", of(call -> call.passedBy("1.1 other")), false));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("calls")
    void whoSharesWithACallUnderWay(String what, UnaryOperator<Call.Builder> as, boolean shares) {
        Reply.Events founder = house.stream(Calls.streamedWithUsage().caller(Caller.named("one")));

        Reply.Events other = house.stream(as.apply(Calls.streamedWithUsage().caller(Caller.named("one"))));

        assertThat(other.head().cache().isCollapsed()).isEqualTo(shares);
        assertThat(house.asked()).isEqualTo(shares ? 1 : 2);
        assertThat(Pulls.texts(founder)).isEqualTo(Pulls.texts(other)).containsExactly(FIRST, LAST, USAGE);
    }

    @Test
    void whatDoesNotLookSharesWithNobodyEitherWay() {
        for (String control : List.of("no-store", "no-cache")) {
            Reply.Events founder = house.stream(control(control).apply(Calls.streamedWithUsage()));
            Reply.Events other = house.stream(Calls.streamedWithUsage());
            assertThat(other.head().cache()).as(control).isEqualTo(CacheStatus.MISS);
            founder.close();
            other.close();
        }
        assertThat(house.asked()).isEqualTo(4);
    }

    @Test
    void onlyIfCachedWaitsForNobody() {
        house.stream(Calls.streamedWithUsage());

        Throwable failure = CacheFixture.failure(catchThrowable(this::onlyIfCached));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        QliteException.class, e -> assertThat(e.status()).isEqualTo(504));
    }

    /** Whoever has read an answer to its end may count on it. */
    @Test
    void onlyIfCachedHasWhatIsThereAndNotStoredYet() {
        List<Reply.Events> early = new ArrayList<>();
        house.store.beforeAPut = () -> early.add(onlyIfCached());

        assertThat(house.pull(Calls.streamedWithUsage()))
                .isEqualTo(Pulls.texts(early.get(0)))
                .containsExactly(FIRST, LAST, USAGE);
    }

    @Test
    void onlyIfCachedHasWhatIsStoredWhileItLooks() {
        Reply.Events founder = house.stream(Calls.streamedWithUsage());
        house.store.beforeAMiss = () -> Pulls.all(founder);

        assertThat(Pulls.texts(onlyIfCached())).containsExactly(FIRST, LAST, USAGE);
        assertThat(house.asked()).isEqualTo(1);
    }

    private Reply.Events onlyIfCached() {
        return house.stream(control("only-if-cached").apply(Calls.streamedWithUsage()));
    }

    @Test
    void switchedOffEachCallIsItsOwn() {
        house = house(cache -> cache.singleFlight(false));
        Reply.Events founder = house.stream(Calls.streamedWithUsage());
        Reply.Events other = house.stream(Calls.streamedWithUsage());

        assertThat(other.head().cache()).isEqualTo(CacheStatus.MISS);
        assertThat(Pulls.texts(founder)).isEqualTo(Pulls.texts(other));
        assertThat(house.asked()).isEqualTo(2);
        assertThat(house.receipts)
                .allSatisfy(receipt -> assertThat(receipt.attempts()).isEqualTo(1));
    }

    @Test
    void withASharedScopeCallersShare() {
        house = house(cache -> cache.scope(CacheScope.SHARED));
        house.stream(Calls.streamedWithUsage().caller(Caller.named("one")));

        Reply.Events other = house.stream(Calls.streamedWithUsage().caller(Caller.named("two")));

        assertThat(other.head().cache()).isEqualTo(CacheStatus.COLLAPSED);
        Pulls.all(other);
        assertThat(other.receipt().caller()).isEqualTo(Caller.named("two"));
    }

    @Test
    void aPlainCallerFoldsAStreamThatIsUnderWay() {
        Reply.Events founder = house.stream(Calls.streamedWithUsage());
        Pulls.next(founder);

        Reply.Document plain = house.plain();

        assertThat(plain.head().cache()).isEqualTo(CacheStatus.COLLAPSED);
        assertThat(Tree.of(plain.body())).isEqualTo(Tree.of(Calls.answer("hi")));
        assertThat(Pulls.texts(founder)).containsExactly(LAST, USAGE);
        assertThat(house.asked()).isEqualTo(1);
    }

    @Test
    void anAnswerTooLargeToBeFoldedFailsForThatCallerAlone() {
        String large = Chunks.delta("{\"content\":\"" + "x".repeat(2 << 20) + "\"}");
        house = house(cache -> cache.maxEntry(8 << 20));
        house.streams(large, LAST);
        Reply.Events founder = house.stream(Calls.streamed());

        Throwable failure = CacheFixture.failure(catchThrowable(() -> house.plain()));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        QliteException.class, e -> assertThat(e.status()).isEqualTo(502));
        assertThat(Pulls.texts(founder)).containsExactly(large, LAST);
        assertThat(house.receipts.stream()
                        .mapToInt(receipt -> receipt.attempts())
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void theUsageChunkIsForWhoAsks() {
        Reply.Events founder = house.stream(Calls.streamed());
        Reply.Events other = house.stream(Calls.streamedWithUsage());

        assertThat(Pulls.texts(founder)).containsExactly(FIRST, LAST);
        assertThat(Pulls.texts(other)).containsExactly(FIRST, LAST, USAGE);
    }

    @Test
    void aFollowerSeesWhatIsTrueOfAReplay() {
        house.provider.answer(call -> {
            Reply.Events events = ScriptedEvents.of(call, FIRST, LAST);
            return events.withHead(head -> head.withHeader("x-ratelimit-remaining", "7"));
        });
        Reply founder = house.stream(Calls.streamed());
        Reply follower = house.stream(Calls.streamed());

        assertThat(founder.head().headers()).containsEntry("x-ratelimit-remaining", "7");
        assertThat(follower.head().headers()).doesNotContainKey("x-ratelimit-remaining");
        assertThat(follower.head().cache().age()).isZero();
    }

    @Test
    void aStreamingCallerThatWaitsForAWholeAnswerGetsAStreamAfterAHeartbeat() throws InterruptedException {
        house = house(cache -> cache.heartbeat(Duration.ofMillis(20)));
        Gate gate = new Gate(house);
        CompletableFuture<Reply.Document> founder = askPlain(gate);

        Reply.Events early = house.stream(Calls.streamedWithUsage());

        assertThat(early.head().cache()).isEqualTo(CacheStatus.COLLAPSED);
        assertThat(Pulls.next(early)).isSameAs(Event.NOT_YET);
        gate.answers();
        List<Event> events = new ArrayList<>();
        for (Event event = Pulls.soon(early); event != null; event = Pulls.soon(early)) {
            events.add(event);
        }
        early.close();
        assertThat(events).hasSizeGreaterThan(1);
        assertThat(events.get(events.size() - 1).chunk().usage()).isNotNull();
        assertThat(founder.join().head().cache()).isEqualTo(CacheStatus.MISS);
        assertThat(house.asked()).isEqualTo(1);
        assertThat(house.receipts.stream().filter(receipt -> receipt.billed())).hasSize(1);
        assertThat(house.cache.statistics().collapsed()).isEqualTo(1);
    }

    @Test
    void anEarlyStreamThatIsLeftHarmsNobody() throws InterruptedException {
        house = house(cache -> cache.heartbeat(Duration.ofMillis(20)));
        Gate gate = new Gate(house);
        CompletableFuture<Reply.Document> founder = askPlain(gate);
        Reply.Events early = house.stream(Calls.streamed());

        early.close();
        gate.answers();

        assertThat(founder.join().body()).hasToString(Calls.answer("hi"));
        assertThat(house.receipts).hasSize(2);
    }

    @Test
    void anEarlyStreamFliesAgainWhereTheOtherWasCancelled() throws InterruptedException {
        house = house(cache -> cache.heartbeat(Duration.ofMillis(20)));
        Gate gate = new Gate(house);
        CompletableFuture<Reply.Document> founder = askPlain(gate);
        Reply.Events early = house.stream(Calls.streamedWithUsage());

        house.streams(FIRST, LAST, USAGE);
        gate.fails(CallCancelledException.cancelled());

        assertThat(Stream.iterate(Pulls.soon(early), event -> event != null, event -> Pulls.soon(early)))
                .hasSize(3);
        assertThat(house.asked()).isEqualTo(2);
        assertThat(founder).failsWithin(Duration.ofSeconds(10));
        assertThat(early.receipt().attempts()).isEqualTo(1);
    }

    @Test
    void anEarlyStreamThatFliesAgainIsStillToldThatThereIsNothingYet() throws InterruptedException {
        house = house(cache -> cache.heartbeat(Duration.ofMillis(20)));
        Gate gate = new Gate(house);
        CompletableFuture<Reply.Document> founder = askPlain(gate);
        Reply.Events early = house.stream(Calls.streamed());
        Gate again = new Gate(house);
        gate.fails(CallCancelledException.cancelled());
        assertThat(founder).failsWithin(Duration.ofSeconds(10));

        assertThat(early.next(System.nanoTime() + Duration.ofMillis(50).toNanos()))
                .isSameAs(Event.NOT_YET);

        again.awaitCall();
        again.answers();
        assertThat(Pulls.soon(early)).isNotNull();
        early.close();
    }

    @Test
    void whoAsksForAWholeAnswerWaitsForItHoweverLongThatTakes() throws InterruptedException {
        house = house(cache -> cache.heartbeat(Duration.ofMillis(10)));
        Gate gate = new Gate(house);
        Call.Builder patient = Calls.plain().lifetime(Lifetime.of(Duration.ofMinutes(1)));
        CompletableFuture<Reply> founder = CompletableFuture.supplyAsync(() -> house.ask(patient.build()));
        gate.awaitCall();

        Thread.sleep(100);
        gate.answers();

        assertThat(founder.join().head().cache())
                .as("not a stream of another's")
                .isEqualTo(CacheStatus.MISS);
    }

    /** One that asks for a whole answer, and has come as far as the provider. */
    private CompletableFuture<Reply.Document> askPlain(Gate gate) throws InterruptedException {
        CompletableFuture<Reply.Document> asking = CompletableFuture.supplyAsync(() -> house.plain());
        gate.awaitCall();
        return asking;
    }

    /** A provider that answers when it is told to. */
    private static final class Gate {
        private final CountDownLatch called = new CountDownLatch(1);
        private final CompletableFuture<String> answer = new CompletableFuture<>();

        Gate(CacheFixture house) {
            house.provider.answer(call -> {
                called.countDown();
                try {
                    return Calls.document(
                            call, answer.orTimeout(10, TimeUnit.SECONDS).join());
                } catch (CompletionException e) {
                    throw (RuntimeException) e.getCause();
                }
            });
        }

        void awaitCall() throws InterruptedException {
            assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
        }

        void answers() {
            answer.complete(Calls.answer("hi"));
        }

        void fails(RuntimeException failure) {
            answer.completeExceptionally(failure);
        }
    }

    private static CacheFixture house(Consumer<ExactCache.Builder> settings) {
        return new CacheFixture(settings).streams(FIRST, LAST, USAGE);
    }

    private static UnaryOperator<Call.Builder> of(UnaryOperator<Call.Builder> change) {
        return change;
    }

    private static UnaryOperator<Call.Builder> control(String header) {
        return call -> call.cacheControl(CacheControl.parse(header));
    }
}

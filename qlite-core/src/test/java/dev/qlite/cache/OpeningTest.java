package dev.qlite.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.qlite.chat.CallCancelledException;
import dev.qlite.chat.InternalErrorException;
import dev.qlite.chat.QliteException;
import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.pipeline.Awaits;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Lifetime;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that meet while the provider is still being asked. */
class OpeningTest {
    private static final String ANSWER = Calls.answer("hi");

    private final CacheFixture house = new CacheFixture();
    private final LinkedBlockingQueue<Opening> openings = new LinkedBlockingQueue<>();

    OpeningTest() {
        house.provider.answer(call -> {
            Opening opening = new Opening(call, new CompletableFuture<>());
            openings.add(opening);
            return opening.answer(Duration.ofSeconds(10));
        });
    }

    /** A provider that is being asked, until the test says what it answers. */
    private record Opening(Call call, CompletableFuture<Function<Call, Reply>> said) {
        void answers() {
            said.complete(call -> Calls.document(call, ANSWER));
        }

        void fails(RuntimeException failure) {
            said.completeExceptionally(failure);
        }

        Reply answer(Duration atMost) {
            try {
                return said.orTimeout(atMost.toSeconds(), TimeUnit.SECONDS)
                        .join()
                        .apply(call);
            } catch (CompletionException e) {
                throw (RuntimeException) Objects.requireNonNull(e.getCause());
            }
        }
    }

    /** A caller on a thread of its own. */
    private final class Asking {
        final Lifetime lifetime;
        final CompletableFuture<Reply> answer = new CompletableFuture<>();
        final Thread thread;

        Asking(Lifetime lifetime) {
            this.lifetime = lifetime;
            this.thread = new Thread(() -> {
                try {
                    answer.complete(house.ask(Calls.plain().lifetime(lifetime).build()));
                } catch (RuntimeException | Error e) {
                    answer.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        Reply.Document answer() {
            return (Reply.Document) answer.orTimeout(10, TimeUnit.SECONDS).join();
        }

        Throwable failure() {
            return CacheFixture.failure(answer.orTimeout(10, TimeUnit.SECONDS)
                    .handle((reply, failure) -> failure)
                    .join());
        }
    }

    @Test
    void whoAsksTheSameWaitsForTheSameAnswer() {
        Asking founder = ask();
        Opening opening = opening();
        Asking follower = follow();

        opening.answers();

        assertThat(founder.answer().body()).hasToString(follower.answer().body().toString());
        assertThat(founder.answer().head().cache()).isEqualTo(CacheStatus.MISS);
        assertThat(follower.answer().head().cache()).isEqualTo(CacheStatus.COLLAPSED);
        assertThat(founder.answer().receipt().billed()).isTrue();
        assertThat(follower.answer().receipt().billed()).isFalse();
        assertThat(follower.answer().receipt().usage()).isNotNull();
        assertThat(house.asked()).isEqualTo(1);
        assertThat(house.plain().head().cache()).isEqualTo(CacheStatus.hit(0, 600));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoLeavesTakesNothingFromTheOther(boolean founderLeaves) {
        Asking founder = ask();
        Opening opening = opening();
        Asking follower = follow();

        (founderLeaves ? founder : follower).lifetime.cancel();
        assertThat(opening.call().lifetime().cancelled()).isFalse();
        opening.answers();

        assertThat((founderLeaves ? founder : follower).failure()).isInstanceOf(CallCancelledException.class);
        Reply.Document answer = (founderLeaves ? follower : founder).answer();
        assertThat(answer.body()).hasToString(ANSWER);
        assertThat(answer.receipt().billed())
                .as("the one who is there at the end")
                .isTrue();
        assertThat(house.asked()).isEqualTo(1);
        assertThat(house.receipts.stream().filter(Receipt::billed)).hasSize(1);
        assertThat(house.store.entries).hasSize(1);
    }

    @Test
    void theLastToLeaveCancelsWhatIsAsked() {
        Asking founder = ask();
        Opening opening = opening();
        Asking follower = follow();

        founder.lifetime.cancel();
        follower.lifetime.cancel();

        assertThat(opening.call().lifetime().cancelled()).isTrue();
        assertThat(follower.failure()).isInstanceOf(CallCancelledException.class);
        SteppedEvents late = new SteppedEvents(opening.call());
        opening.said().complete(call -> late);
        assertThat(founder.failure()).isInstanceOf(CallCancelledException.class);
        Awaits.until("what comes too late is closed", late::isClosed);
        assertThat(house.receipts).extracting(Receipt::attempts).containsExactlyInAnyOrder(0, 1);
        assertThat(house.store.entries).isEmpty();

        Asking next = ask();
        opening().answers();
        assertThat(next.answer().head().cache()).isEqualTo(CacheStatus.MISS);
    }

    @Test
    void aFailureGoesToAll() {
        Asking founder = ask();
        Opening opening = opening();
        Asking follower = follow();
        UpstreamUnavailableException failure = UpstreamUnavailableException.of("fake", "nobody there", null);

        opening.fails(failure);

        assertThat(founder.failure()).isSameAs(failure);
        assertThat(follower.failure()).isSameAs(failure);
        assertThat(house.asked()).isEqualTo(1);
        assertThat(house.receipts).hasSize(2);
        assertThat(house.receipts)
                .extracting(receipt -> receipt.cache().result())
                .containsOnly(CacheStatus.Result.MISS);
        Asking next = ask();
        opening().answers();
        assertThat(next.answer().body()).hasToString(ANSWER);
    }

    @Test
    void aPersonalFailureIsFlownAgain() {
        Asking founder = ask();
        Opening opening = opening();
        Asking follower = follow();

        opening.fails(CallCancelledException.cancelled());
        Opening again = opening();
        again.answers();

        assertThat(founder.failure()).isInstanceOf(CallCancelledException.class);
        assertThat(follower.answer().body()).hasToString(ANSWER);
        assertThat(follower.answer().head().cache()).isEqualTo(CacheStatus.MISS);
        assertThat(follower.answer().receipt().billed()).isTrue();
        assertThat(house.asked()).isEqualTo(2);
    }

    @Test
    void aBugOfAProviderGoesToAll() {
        Asking founder = ask();
        Opening opening = opening();
        Asking follower = follow();

        opening.fails(new IllegalStateException("a bug"));

        assertThat(founder.failure()).isInstanceOf(InternalErrorException.class);
        assertThat(follower.failure()).isInstanceOf(InternalErrorException.class);
        assertThat(house.asked()).isEqualTo(1);
    }

    @Test
    void aShortTimeBehindALongOneIsItsOwn() {
        Asking founder = ask();
        Opening opening = opening();
        Asking follower = new Asking(Lifetime.of(Duration.ofMillis(20)));

        assertThat(follower.failure())
                .isInstanceOfSatisfying(
                        QliteException.class, e -> assertThat(e.status()).isEqualTo(504));
        opening.answers();
        assertThat(founder.answer().body()).hasToString(ANSWER);
        assertThat(house.asked()).isEqualTo(1);
    }

    @Test
    void aShortTimeBeforeALongOneIsItsOwn() {
        Asking founder = new Asking(Lifetime.of(Duration.ofMillis(200)));
        Opening opening = opening();
        Asking follower = follow();

        assertThat(founder.failure())
                .isInstanceOfSatisfying(
                        QliteException.class, e -> assertThat(e.status()).isEqualTo(504));
        assertThat(opening.call().lifetime().cancelled()).isFalse();
        opening.answers();
        assertThat(follower.answer().body()).hasToString(ANSWER);
        assertThat(house.asked()).isEqualTo(1);
    }

    @Test
    void anInterruptIsItsOwn() {
        Asking founder = ask();
        Opening opening = opening();
        Asking follower = follow();

        follower.thread.interrupt();

        assertThat(follower.failure()).isInstanceOf(CallCancelledException.class);
        opening.answers();
        assertThat(founder.answer().body()).hasToString(ANSWER);
    }

    @Test
    void aStreamBeginsForAllBeforeItsFirstEvent() {
        CompletableFuture<Reply> founder =
                CompletableFuture.supplyAsync(() -> house.ask(Calls.streamed().build()));
        Opening opening = opening();
        Reader follower = Reader.of(() -> house.stream(Calls.streamed()));
        Awaits.until("it waits for the other", () -> isParkedIn(follower.thread(), Flight.class));
        SteppedEvents silent = new SteppedEvents(opening.call());

        opening.said().complete(call -> silent);

        Awaits.until("it has its stream", () -> follower.events() != null);
        Awaits.until("it reads for all", () -> silent.puller() == follower.thread());
        silent.end();
        assertThat(follower.join().isAtTheEnd()).isTrue();
        founder.join().close();
    }

    @Test
    void aTimeThatEndsWithinAStreamIsItsOwn() {
        house.provider.answer(SteppedEvents::new);
        Reply.Events hurried = house.stream(Calls.streamed().lifetime(Lifetime.of(Duration.ofMillis(100))));
        Reply.Events other = house.stream(Calls.streamed());

        Throwable failure = CacheFixture.failure(catchThrowable(
                () -> hurried.next(System.nanoTime() + Duration.ofMinutes(1).toNanos())));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        QliteException.class, e -> assertThat(e.status()).isEqualTo(504));
        assertThat(other.next(System.nanoTime())).isSameAs(Event.NOT_YET);
        other.close();
    }

    @Test
    void aTimeThatEndsWhileAnotherPullsIsItsOwn() {
        house.provider.answer(SteppedEvents::new);
        Reader founder = Reader.of(() -> house.stream(Calls.streamed()));
        Awaits.until("it pulls", () -> founder.thread().getState() == Thread.State.TIMED_WAITING);
        Reader hurried = Reader.of(() -> house.stream(Calls.streamed().lifetime(Lifetime.of(Duration.ofMillis(100)))));

        assertThat(CacheFixture.failure(hurried.join().failure()))
                .isInstanceOfSatisfying(
                        QliteException.class, e -> assertThat(e.status()).isEqualTo(504));

        assertThat(founder.isReading()).isTrue();
        Objects.requireNonNull(founder.events()).close();
        founder.join();
    }

    @Test
    void whoLooksBeforeALandingAndBoardsAfterItFindsWhatHasLanded() {
        Asking founder = ask();
        Opening opening = opening();
        CountDownLatch looked = new CountDownLatch(1);
        CountDownLatch landed = new CountDownLatch(1);
        house.store.beforeAMiss = () -> {
            looked.countDown();
            await(landed);
        };
        Asking late = new Asking(Lifetime.unbounded());
        await(looked);
        house.store.beforeAMiss = () -> {};
        opening.answers();
        assertThat(founder.answer().head().cache()).isEqualTo(CacheStatus.MISS);
        Awaits.until("it is stored, and nobody can join it", () -> house.store.entries.size() == 1);
        landed.countDown();

        assertThat(late.answer().head().cache().isHit()).isTrue();
        assertThat(late.answer().body()).hasToString(ANSWER);
        assertThat(house.asked()).isEqualTo(1);
        assertThat(house.receipts.stream().filter(Receipt::billed)).hasSize(1);
    }

    @Test
    void aDeadFlightTakesNobodyAboard() {
        Call call = Calls.routed(Calls.plain(), house.provider);
        List<Flight> gone = new ArrayList<>();
        Flight left = Flight.shared(call, CacheStatus.MISS, 100, gone::add);
        left.founder().close();
        Flight dissolved = Flight.shared(call, CacheStatus.MISS, 100, gone::add);
        dissolved.dissolve();
        Flight failed = Flight.shared(call, CacheStatus.MISS, 100, gone::add);
        failed.fail(new IllegalStateException("a bug"));

        assertThat(gone).containsExactly(left, dissolved, failed);
        assertThat(left.join(call)).isNull();
        assertThat(dissolved.join(call)).isNull();
        assertThat(failed.join(call)).isNull();
        assertThatThrownBy(() -> failed.reply(failed.founder())).isInstanceOf(InternalErrorException.class);
    }

    @Test
    void whoHasJoinedAFlightThatIsNotNeededLooksElsewhere() {
        Call call = Calls.routed(Calls.plain(), house.provider);
        Flight flight = Flight.shared(call, CacheStatus.MISS, 100, gone -> {});
        Seat follower = Objects.requireNonNull(flight.join(call));

        flight.dissolve();

        assertThat(follower.awaitOpening(System.nanoTime())).isTrue();
        assertThat(follower.reply()).isNull();
    }

    @Test
    void aFlightThatHasLandedDoesNotFailAnyMore() {
        Call call = Calls.routed(Calls.plain(), house.provider);
        Flight flight = Flight.shared(call, CacheStatus.MISS, 100, gone -> {});
        flight.open(
                asked -> Calls.document(asked, ANSWER),
                head -> house.cache.recorder(house.cache.key(call), call, head));

        flight.fail(new IllegalStateException("a bug that comes after it"));

        assertThat(Objects.requireNonNull(flight.reply(flight.founder()))
                        .receipt()
                        .billed())
                .isTrue();
        assertThat(Objects.requireNonNull(flight.join(call)).reply()).isNotNull();
    }

    @Test
    void aSeatThatIsLeftDoesNotWait() {
        Call call = Calls.routed(Calls.plain(), house.provider);
        Flight flight = Flight.shared(call, CacheStatus.MISS, 100, gone -> {});
        Seat follower = Objects.requireNonNull(flight.join(call));

        follower.close();

        assertThatThrownBy(() -> follower.awaitOpening(
                        System.nanoTime() + Duration.ofMinutes(1).toNanos()))
                .isInstanceOf(CallCancelledException.class);
    }

    @Test
    void thereIsNoReceiptForWhoIsAboard() {
        Call call = Calls.routed(Calls.plain(), house.provider);
        Flight flight = Flight.shared(call, CacheStatus.MISS, 100, gone -> {});

        assertThatThrownBy(() -> flight.founder().receipt()).isInstanceOf(IllegalStateException.class);
    }

    private Asking ask() {
        return new Asking(Lifetime.unbounded());
    }

    /** Asks, and waits until it waits for the one before. */
    private Asking follow() {
        Asking follower = ask();
        Awaits.until("it waits for the other", () -> isParkedIn(follower.thread, Flight.class));
        return follower;
    }

    private Opening opening() {
        try {
            return Objects.requireNonNull(openings.poll(10, TimeUnit.SECONDS), "the provider is not asked");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isParkedIn(Thread thread, Class<?> where) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals(where.getName())
                    && frame.getMethodName().equals("await")) {
                return true;
            }
        }
        return false;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.qlite.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.qlite.chat.CallCancelledException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LifetimeTest {
    private final Lifetime lifetime = Lifetime.unbounded();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    @SuppressWarnings("try")
    void eachHookRunsOnce() {
        Lifetime.Registration first = lifetime.onCancel(runs::incrementAndGet);
        Lifetime.Registration second = lifetime.onCancel(runs::incrementAndGet);

        lifetime.cancel();
        lifetime.cancel();

        assertThat(runs).hasValue(2);
        first.close();
        second.close();
    }

    @Test
    void aHookThatComesLateRunsAtOnce() {
        lifetime.cancel();

        lifetime.onCancel(runs::incrementAndGet).close();

        assertThat(runs).hasValue(1);
    }

    @Test
    void aHookThatWasTakenBackDoesNotRun() {
        Runnable action = runs::incrementAndGet;
        Lifetime.Registration taken = lifetime.onCancel(action);
        lifetime.onCancel(action);

        taken.close();
        taken.close();
        lifetime.cancel();

        assertThat(runs).hasValue(1);
    }

    @Test
    void aHookMayRegisterAnother() {
        lifetime.onCancel(() -> lifetime.onCancel(runs::incrementAndGet));

        lifetime.cancel();

        assertThat(runs).hasValue(1);
    }

    @Test
    void aRegistrationThatRacesTheCancelRunsOnce() throws InterruptedException {
        for (int i = 0; i < 2_000; i++) {
            Lifetime raced = Lifetime.unbounded();
            AtomicInteger count = new AtomicInteger();
            CountDownLatch start = new CountDownLatch(1);
            Thread canceller = new Thread(() -> {
                await(start);
                raced.cancel();
            });
            canceller.start();
            start.countDown();
            raced.onCancel(count::incrementAndGet);
            canceller.join();
            assertThat(count).as("repetition %d", i).hasValue(1);
        }
    }

    @Test
    void itGoesOnUntilItIsOver() {
        assertThatCode(lifetime::check).doesNotThrowAnyException();

        lifetime.cancel();

        assertThat(lifetime.cancelled()).isTrue();
        assertThatExceptionOfType(CallCancelledException.class)
                .isThrownBy(lifetime::check)
                .satisfies(e -> assertThat(e.status()).isEqualTo(503));
    }

    @Test
    void timeThatRanOutIsA504() {
        assertThatExceptionOfType(CallCancelledException.class)
                .isThrownBy(() -> Lifetime.of(Duration.ZERO).check())
                .satisfies(e -> assertThat(e.status()).isEqualTo(504));
    }

    @Test
    void aTimeWithoutEndIsNoError() {
        assertThatCode(() -> Lifetime.of(Duration.ofSeconds(Long.MAX_VALUE)).check())
                .doesNotThrowAnyException();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.qlite.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.pipeline.Awaits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MonitorTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Monitor monitor = new Monitor();
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> returned = new CopyOnWriteArrayList<>();
    private final List<String> interrupted = new CopyOnWriteArrayList<>();

    @AfterEach
    void nobodyIsLeftBehind() throws InterruptedException {
        holding(monitor::signalAll);
        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void aSignalIsForWhoHasWaitedLongest() {
        start("a", LONG, true);
        start("b", LONG, false);

        holding(monitor::signal);
        Awaits.until("one has returned", () -> returned.contains("a"));
        holding(monitor::signal);
        Awaits.until("the other, too", () -> returned.contains("b"));
    }

    @Test
    void twoSignalsAreForTwo() {
        start("a", LONG, true);
        start("b", LONG, true);
        start("c", LONG, true);

        holding(() -> {
            monitor.signal();
            monitor.signal();
        });

        Awaits.until("two have returned", () -> returned.containsAll(List.of("a", "b")));
        assertThat(returned).doesNotContain("c");
    }

    @Test
    void whoIsNotMindedLooksAtItsOwnClock() {
        start("a", LONG, true);
        start("b", Duration.ofMillis(20), false);

        Awaits.until("it returns", () -> returned.contains("b"));
        holding(monitor::signal);
        Awaits.until("the signal was not for who has gone", () -> returned.contains("a"));
    }

    @Test
    void theLateAreToldBySomebodyElse() throws InterruptedException {
        start("a", LONG, true);
        start("b", Duration.ofMillis(20), true);
        Thread.sleep(40);
        assertThat(returned).isEmpty();

        long now = System.nanoTime();
        holding(() -> {
            assertThat(monitor.earliest(now) - now).isNegative();
            monitor.signalLate();
            assertThat(monitor.earliest(now))
                    .as("who is told is not minded any more")
                    .isEqualTo(now);
        });

        Awaits.until("it returns", () -> returned.contains("b"));
        assertThat(returned).containsExactly("b");
    }

    @Test
    void whoIsInterruptedTakesNobodysSignal() {
        start("a", LONG, true);
        start("b", LONG, true);

        threads.get(0).interrupt();
        Awaits.until("it is gone", () -> interrupted.contains("a"));
        holding(monitor::signal);
        Awaits.until("the other has it", () -> returned.contains("b"));
    }

    @Test
    void whoIsSignalledAndInterruptedAtOnceHasTheSignalAndIsStillInterrupted() {
        start("a", LONG, true);

        holding(() -> {
            monitor.signal();
            threads.get(0).interrupt();
        });

        Awaits.until("it has both", () -> returned.contains("a, interrupted"));
        assertThat(interrupted).isEmpty();
    }

    private void holding(Runnable action) {
        monitor.lock();
        try {
            action.run();
        } finally {
            monitor.unlock();
        }
    }

    /** Has one more wait, and returns when it does. */
    private void start(String name, Duration patience, boolean minded) {
        Thread thread = new Thread(() -> await(name, patience, minded), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        Awaits.until(
                "it waits",
                () -> thread.getState() == Thread.State.WAITING
                        || thread.getState() == Thread.State.TIMED_WAITING
                        || !thread.isAlive());
    }

    private void await(String name, Duration patience, boolean minded) {
        monitor.lock();
        try {
            monitor.await(System.nanoTime() + patience.toNanos(), minded);
            returned.add(Thread.currentThread().isInterrupted() ? name + ", interrupted" : name);
        } catch (InterruptedException e) {
            interrupted.add(name);
        } finally {
            monitor.unlock();
        }
    }
}

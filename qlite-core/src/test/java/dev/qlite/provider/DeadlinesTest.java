package dev.qlite.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {
    private final Deadlines deadlines = new Deadlines();
    private final BlockingQueue<Long> passed = new LinkedBlockingQueue<>(); // when what was set for which moment

    @ParameterizedTest
    @ValueSource(ints = {-1000, 0, 1, 99, 100, 199, 200, 201, 350})
    void whatIsNotCancelledIsDoneAndNotBefore(int millis) throws InterruptedException {
        long moment = in(millis);
        set(moment);
        assertThat(passed.poll(10, TimeUnit.SECONDS)).isEqualTo(moment);
        assertThat(System.nanoTime() - moment).isNotNegative();
    }

    @Test
    void whatIsCancelledIsNotDone() throws InterruptedException {
        List<Deadlines.Deadline> cancelled = new ArrayList<>();
        for (int millis = 50; millis < 450; millis++) {
            cancelled.add(set(in(millis)));
        }
        cancelled.forEach(Deadlines.Deadline::cancel);
        long last = in(600);
        set(last);
        assertThat(passed.poll(10, TimeUnit.SECONDS)).isEqualTo(last);
        assertThat(passed).isEmpty();
    }

    @Test
    void manyAreEachDoneOnce() throws InterruptedException {
        List<Long> moments = new ArrayList<>();
        for (int millis = 900; millis > 0; millis -= 50) {
            moments.add(in(millis));
            set(moments.get(moments.size() - 1));
        }
        List<Long> told = new ArrayList<>();
        for (int i = 0; i < moments.size(); i++) {
            told.add(passed.poll(10, TimeUnit.SECONDS));
        }
        assertThat(told).containsExactlyInAnyOrderElementsOf(moments);
        assertThat(passed).isEmpty();
    }

    @Test
    void oneIsMindedAfterAllTheOthersAreGone() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            set(in(300)).cancel();
            long moment = in(250);
            set(moment);
            assertThat(passed.poll(10, TimeUnit.SECONDS)).isEqualTo(moment);
        }
        assertThat(passed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 350})
    void noneWaitsForTheTasksOfTheCommonPool(int millis) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        try {
            for (int i = 0; i < 64; i++) {
                ForkJoinPool.commonPool().execute(() -> awaitQuietly(end));
            }
            long moment = in(millis);
            set(moment);
            assertThat(passed.poll(10, TimeUnit.SECONDS)).isEqualTo(moment);
        } finally {
            end.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Deadlines.Deadline set(long moment) {
        return deadlines.at(moment, () -> passed.add(moment));
    }

    private static long in(int millis) {
        return System.nanoTime() + Duration.ofMillis(millis).toNanos();
    }
}

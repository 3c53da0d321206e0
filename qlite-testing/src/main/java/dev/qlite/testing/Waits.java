package dev.qlite.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits of a test, each with a limit at which the test fails. */
final class Waits {
    private Waits() {}

    static void forLatch(CountDownLatch latch, Duration atMost, String otherwise) {
        try {
            if (!latch.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError(otherwise + " (expected: within " + atMost + ")");
            }
        } catch (InterruptedException e) {
            throw interrupted(otherwise, e);
        }
    }

    static AssertionError interrupted(String otherwise, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError(otherwise + " when the test was interrupted", e);
    }
}

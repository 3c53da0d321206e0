package dev.qlite.testing.provider;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a thread of its own comes to.
 *
 * @param <T> what it returns
 */
final class Later<T> {
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final Thread thread;

    private Later(Callable<T> task) {
        thread = new Thread(() -> {
            try {
                outcome.complete(task.call());
            } catch (Throwable e) {
                outcome.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    static <T> Later<T> run(Callable<T> task) {
        return new Later<>(task);
    }

    boolean done() {
        return outcome.isDone();
    }

    /** Waits until its thread waits for something: for a moment its stack stays as it is. */
    void awaitStill() {
        long end = System.nanoTime() + GatewayFixture.SOON.toNanos();
        StackTraceElement[] before = {};
        StackTraceElement[] now = thread.getStackTrace();
        while (before.length == 0 || !Arrays.equals(before, now)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("it never waits");
            }
            before = now;
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            now = thread.getStackTrace();
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    T get() {
        try {
            return outcome.get(GatewayFixture.SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("not done (expected: within " + GatewayFixture.SOON + ")", e);
        }
    }

    Throwable failure() {
        try {
            return new AssertionError(
                    "no failure, but " + outcome.get(GatewayFixture.SOON.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("not done (expected: within " + GatewayFixture.SOON + ")", e);
        }
    }
}

package dev.qlite.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for what a process is about to do. */
final class Waiting {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(2);

    private Waiting() {}

    /** What the question gives when it gives something; failures of I/O are asked again. A minute at most. */
    static <T> T until(String what, Server server, Callable<@Nullable T> question) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            try {
                T answer = question.call();
                if (answer != null) {
                    return answer;
                }
            } catch (IOException e) {
                // Not yet.
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            if (!server.isAlive()) {
                throw new BenchmarkException(
                        "ended before " + what + ": see " + server.out().resolveSibling("err"));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new BenchmarkException("no success within a minute: " + what);
    }

    /** Lets time pass. */
    static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}

package dev.qlite.servlet;

import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Stage;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees which calls wait for an answer that another call has asked for. Their clients cannot: they have no answer yet. A call is
 * aboard once its thread waits in its seat. Thread-safe.
 */
final class Aboard implements Stage {
    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(2);

    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    @Override
    public Reply handle(Call call, Chain next) {
        threads.add(Thread.currentThread());
        return next.proceed(call);
    }

    /**
     * Waits until that many calls are aboard, beside the very first, which founded the flight.
     *
     * @throws AssertionError if they are not soon
     */
    void await(int followers) {
        long until = System.nanoTime() + Door.SOON.toNanos();
        long found = count();
        while (found < followers) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("aboard: " + found + " (expected: " + followers + ")");
            }
            LockSupport.parkNanos(LOOK_AGAIN);
            found = count();
        }
    }

    private long count() {
        return threads.stream().skip(1).filter(Aboard::waits).count();
    }

    private static boolean waits(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals("dev.qlite.cache.Seat"));
    }
}

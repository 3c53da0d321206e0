package dev.qlite.pipeline;

import dev.qlite.chat.CallCancelledException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How long somebody wants an answer, live: it ends by the clock or by {@link #cancel}. Thread-safe.
 *
 * <p>A plain call has no reply to close while it runs, so what works for a call registers here how it can be stopped.
 */
public final class Lifetime {
    private static final Duration AGES = Duration.ofDays(36_500);

    private final long until;
    private final boolean bounded;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Hook> hooks = new ArrayList<>();
    private volatile boolean cancelled;

    private Lifetime(Duration time) {
        this.bounded = time.compareTo(AGES) < 0;
        this.until = System.nanoTime() + (bounded ? time : AGES).toNanos();
    }

    /** A lifetime that only {@link #cancel} ends. */
    public static Lifetime unbounded() {
        return new Lifetime(AGES);
    }

    /** A lifetime that ends after a time, from now. */
    public static Lifetime of(Duration time) {
        return new Lifetime(time);
    }

    /** When the time is over, in {@link System#nanoTime}. */
    public long until() {
        return until;
    }

    /** Whether the clock ends it. */
    public boolean isBounded() {
        return bounded;
    }

    public boolean cancelled() {
        return cancelled;
    }

    /** Ends it now and runs every hook, once, on this thread. */
    public void cancel() {
        List<Hook> due;
        lock.lock();
        try {
            cancelled = true;
            due = List.copyOf(hooks);
            hooks.clear();
        } finally {
            lock.unlock();
        }
        due.forEach(hook -> hook.action.run());
    }

    /**
     * Has something run when it is cancelled; at once, if it is already.
     *
     * @param action must not throw, and must not block
     */
    public Registration onCancel(Runnable action) {
        Hook hook = new Hook(action);
        lock.lock();
        try {
            if (!cancelled) {
                hooks.add(hook);
                return () -> remove(hook);
            }
        } finally {
            lock.unlock();
        }
        action.run();
        return () -> {};
    }

    /**
     * Goes on only while it lasts.
     *
     * @throws CallCancelledException if it is over
     */
    public void check() {
        if (cancelled) {
            throw CallCancelledException.cancelled();
        }
        if (until - System.nanoTime() <= 0) {
            throw CallCancelledException.outOfTime();
        }
    }

    private void remove(Hook hook) {
        lock.lock();
        try {
            hooks.remove(hook);
        } finally {
            lock.unlock();
        }
    }

    /** A hook that waits for the end. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        /** Takes the hook back; it may be running just now. Idempotent. */
        @Override
        void close();
    }

    /** Compared by identity: one action may be registered twice. */
    private static final class Hook {
        final Runnable action;

        Hook(Runnable action) {
            this.action = action;
        }
    }
}

package dev.qlite.provider;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Moments at which something is done, on time, unless that has become needless. Of the thousands that are set in a second
 * hardly one comes, and a timer for each would cost more than what it guards: so they share one, and get their own only
 * shortly before. Thread-safe.
 */
final class Deadlines {
    private static final long SHORTLY = Duration.ofMillis(100).toNanos();

    private final Set<Deadline> distant = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();

    /**
     * Sets one.
     *
     * @param moment as of {@link System#nanoTime()}
     * @param late must not throw, and must not block
     */
    Deadline at(long moment, Runnable late) {
        Deadline deadline = new Deadline(moment, late);
        if (!deadline.armIfNear()) {
            distant.add(deadline);
            lookOn();
        }
        return deadline;
    }

    private void lookOn() {
        if (!looking.get() && looking.compareAndSet(false, true)) {
            after(SHORTLY, this::look);
        }
    }

    private void look() {
        distant.removeIf(Deadline::armIfNear);
        looking.set(false);
        if (!distant.isEmpty()) {
            lookOn();
        }
    }

    /** On the JVM's own thread for that, lest a time-out wait for the application's tasks in the common pool. */
    private static void after(long nanos, Runnable action) {
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run)
                .execute(action);
    }

    /** One moment. */
    final class Deadline {
        private final long moment;
        private final Runnable late;
        private volatile boolean cancelled;

        private Deadline(long moment, Runnable late) {
            this.moment = moment;
            this.late = late;
        }

        /** Gives it a timer of its own, if it comes before the look after the next; whether it does. */
        private boolean armIfNear() {
            long left = moment - System.nanoTime();
            boolean near = left < 2 * SHORTLY;
            if (near) {
                after(left, this::pass);
            }
            return near;
        }

        private void pass() {
            if (!cancelled) {
                late.run();
            }
        }

        /** Has nothing done, if the moment has not come. */
        void cancel() {
            cancelled = true;
            distant.remove(this);
        }
    }
}

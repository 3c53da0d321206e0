package dev.qlite.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock, and those who wait for a change of what it guards. As a lock with one condition, but it is made for many who wait:
 *
 * <ul>
 *   <li>They are woken when the lock has been let go, and do not queue up for it, each to be woken twice.
 *   <li>They need no timer each if somebody who is awake minds the {@link #earliest} of their times, and calls {@link #signalLate}.
 * </ul>
 */
final class Monitor {
    private static final long AGES = Duration.ofDays(365).toNanos(); // nobody needs a timer for that

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Waiter> waiters = new ArrayList<>(2); // in the order in which they came; guarded, as all below
    private final List<Thread> woken = new ArrayList<>(2); // with the next unlock

    private static final class Waiter {
        final Thread thread = Thread.currentThread();
        final long until;
        volatile boolean signalled;

        Waiter(long until) {
            this.until = until;
        }
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        if (woken.isEmpty()) {
            lock.unlock();
            return;
        }
        Thread[] all = woken.toArray(Thread[]::new);
        woken.clear();
        lock.unlock();
        for (Thread each : all) {
            LockSupport.unpark(each);
        }
    }

    /** Has the one that has waited longest look again. */
    void signal() {
        if (!waiters.isEmpty()) {
            wake(waiters.remove(0));
        }
    }

    /** Has all look again. */
    void signalAll() {
        if (!waiters.isEmpty()) {
            waiters.forEach(this::wake);
            waiters.clear();
        }
    }

    /** Has those look again whose time is over. */
    void signalLate() {
        long now = System.nanoTime();
        waiters.removeIf(waiter -> {
            boolean late = waiter.until - now <= 0;
            if (late) {
                wake(waiter);
            }
            return late;
        });
    }

    /** The time of the one that waits the shortest; {@code otherwise} if that is earlier. */
    long earliest(long otherwise) {
        long earliest = otherwise;
        for (Waiter waiter : waiters) {
            earliest = waiter.until - earliest < 0 ? waiter.until : earliest;
        }
        return earliest;
    }

    /**
     * Lets the lock go until a signal, or a time; may return before either. A signal is not lost with who is interrupted: it returns.
     *
     * @param until as of {@link System#nanoTime()}
     * @param minded whether another minds this time, so that there is a signal when it comes
     * @throws InterruptedException if this thread is interrupted before a signal
     */
    void await(long until, boolean minded) throws InterruptedException {
        Waiter self = new Waiter(until);
        waiters.add(self);
        unlock();
        boolean untimed = minded || until - System.nanoTime() > AGES;
        boolean interrupted = false;
        while (!self.signalled && !interrupted) {
            if (untimed) {
                LockSupport.park(this);
            } else {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                LockSupport.parkNanos(this, left);
            }
            interrupted = Thread.interrupted();
        }
        lock.lock();
        if (!self.signalled) {
            waiters.remove(self);
        }
        if (interrupted) {
            if (!self.signalled) {
                throw new InterruptedException();
            }
            Thread.currentThread().interrupt();
        }
    }

    private void wake(Waiter waiter) {
        waiter.signalled = true;
        woken.add(waiter.thread);
    }
}

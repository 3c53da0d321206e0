package dev.qlite.pipeline;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of memory that all calls together may hold while they are under way. Thread-safe. */
public final class Budget {
    /** No bound. */
    public static final Budget UNLIMITED = new Budget(Long.MAX_VALUE);

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    /** @throws IllegalArgumentException if the limit is not positive */
    public Budget(long limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("max_buffered: " + limit + " (expected: > 0)");
        }
        this.limit = limit;
    }

    public long limit() {
        return limit;
    }

    /** Bytes that are held now. */
    public long held() {
        return held.get();
    }

    /** A share, which holds nothing yet. */
    public Share share() {
        return new Share(this);
    }

    private boolean take(long bytes) {
        if (held.addAndGet(bytes) <= limit) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    /** What one holder has of the budget; given back as a whole, once, by any thread. */
    public static final class Share implements AutoCloseable {
        private static final long CLOSED = -1;

        private final Budget budget;
        private final AtomicLong bytes = new AtomicLong();

        private Share(Budget budget) {
            this.budget = budget;
        }

        /** Takes more; false, and nothing is taken, if there is no room for it, or the share is closed. */
        public boolean take(long more) {
            if (budget == UNLIMITED) {
                return true;
            }
            if (!budget.take(more)) {
                return false;
            }
            for (long now = bytes.get(); now != CLOSED; now = bytes.get()) {
                if (bytes.compareAndSet(now, now + more)) {
                    return true;
                }
            }
            budget.held.addAndGet(-more);
            return false;
        }

        /** Gives everything back. Idempotent. */
        @Override
        public void close() {
            long last = bytes.getAndSet(CLOSED);
            if (last > 0) {
                budget.held.addAndGet(-last);
            }
        }
    }
}

package dev.qlite.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/** Counts a store's failures, and tells of them now and then: a store that is down fails with each call. Thread-safe. */
final class StoreFailures {
    private static final long SILENCE = Duration.ofSeconds(10).toNanos();

    private final Logger log;
    private final LongAdder count = new LongAdder();
    private final AtomicLong told = new AtomicLong(System.nanoTime() - SILENCE);

    StoreFailures(Logger log) {
        this.log = log;
    }

    void told(String message, RuntimeException failure) {
        count.increment();
        long last = told.get();
        long now = System.nanoTime();
        if (now - last >= SILENCE && told.compareAndSet(last, now)) {
            log.warn("{} ({} failures so far)", message, count.sum(), failure);
        }
    }

    long count() {
        return count.sum();
    }
}

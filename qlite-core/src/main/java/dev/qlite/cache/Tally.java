package dev.qlite.cache;

import dev.qlite.pipeline.CacheStatus;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a cache does. Thread-safe. */
final class Tally {
    private final LongAdder hits = new LongAdder();
    private final LongAdder collapsed = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder bypasses = new LongAdder();
    private final LongAdder stored = new LongAdder();

    /** A call, for which this was done. */
    void count(CacheStatus status) {
        LongAdder counter = switch (status.result()) {
            case HIT -> status.isCollapsed() ? collapsed : hits;
            case MISS -> misses;
            case BYPASS -> bypasses;
        };
        counter.increment();
    }

    /** An answer was put into the store. */
    void countStored() {
        stored.increment();
    }

    CacheStatistics statistics(long failures, long entries, long bytes) {
        return new CacheStatistics(
                hits.sum(), collapsed.sum(), misses.sum(), bypasses.sum(), stored.sum(), failures, entries, bytes);
    }
}

package dev.qlite.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** A clock that goes when it is told to. */
public final class FakeClock implements InstantSource, LongSupplier {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private volatile long nanos = 1_000;

    /** Goes on, or back. */
    public synchronized void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long getAsLong() {
        return nanos;
    }
}

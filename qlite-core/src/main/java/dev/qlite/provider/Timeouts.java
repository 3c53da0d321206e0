package dev.qlite.provider;

import java.time.Duration;

/**
 * How long an upstream may take. A plain answer may be silent for minutes: only {@code total} ends it.
 *
 * @param connect until there is a connection, new or from the pool
 * @param firstByte of a stream: until its first event
 * @param betweenEvents of a stream: its silence after that; any byte ends a silence, and the clock runs only while
 *     somebody waits
 * @param total until the end of the answer
 */
public record Timeouts(Duration connect, Duration firstByte, Duration betweenEvents, Duration total) {
    /** What holds where nothing is said: 10 s, 120 s, 60 s and 10 min. */
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofMinutes(10));

    /** @throws IllegalArgumentException if one is not positive */
    public Timeouts {
        requirePositive("connect", connect);
        requirePositive("first_byte", firstByte);
        requirePositive("between_events", betweenEvents);
        requirePositive("total", total);
    }

    public Timeouts withConnect(Duration connect) {
        return new Timeouts(connect, firstByte, betweenEvents, total);
    }

    public Timeouts withFirstByte(Duration firstByte) {
        return new Timeouts(connect, firstByte, betweenEvents, total);
    }

    public Timeouts withBetweenEvents(Duration betweenEvents) {
        return new Timeouts(connect, firstByte, betweenEvents, total);
    }

    public Timeouts withTotal(Duration total) {
        return new Timeouts(connect, firstByte, betweenEvents, total);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }
}

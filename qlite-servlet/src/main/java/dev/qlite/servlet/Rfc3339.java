package dev.qlite.servlet;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Times for a log. Thread-safe. */
final class Rfc3339 {
    private static volatile Second latest = Second.of(0);

    private Rfc3339() {}

    /** In UTC, to the millisecond: {@code 2026-01-31T23:59:59.999Z}. */
    static String text(Instant time) {
        Second second = latest;
        if (second.epoch != time.getEpochSecond()) {
            second = Second.of(time.getEpochSecond());
            latest = second;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(time.getNano());
        return second.text + digit(millis / 100) + digit(millis / 10 % 10) + digit(millis % 10) + 'Z';
    }

    private static char digit(long value) {
        return (char) ('0' + value);
    }

    /** Many requests of a second share its text. */
    private record Second(long epoch, String text) {
        static Second of(long epoch) {
            String text = Instant.ofEpochSecond(epoch).toString();
            return new Second(epoch, text.replace('Z', '.'));
        }
    }
}

package dev.qlite.provider;

import dev.qlite.transport.Headers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** How long an upstream wants one to wait: {@code retry-after-ms}, else {@code Retry-After} (RFC 9110, 10.2.3). */
final class RetryAfter {
    private static final long LONGEST_SECONDS = 86_400;

    private RetryAfter() {}

    /** The wish in these headers, or null if there is none that makes sense. */
    static @Nullable Duration in(Headers headers, Instant now) {
        Duration millis = seconds(headers.first("retry-after-ms"), 1e-3);
        if (millis != null) {
            return millis;
        }
        String value = headers.first("retry-after");
        Duration seconds = seconds(value, 1);
        return seconds != null || value == null ? seconds : until(value.strip(), now);
    }

    private static @Nullable Duration seconds(@Nullable String number, double unit) {
        if (number == null || number.isBlank()) {
            return null;
        }
        try {
            double seconds = Double.parseDouble(number.strip()) * unit;
            return seconds >= 0 && seconds <= LONGEST_SECONDS ? Duration.ofMillis(Math.round(seconds * 1e3)) : null;
        } catch (NumberFormatException e) {
            return null; // a date, or nonsense: the caller sees
        }
    }

    private static @Nullable Duration until(String date, Instant now) {
        try {
            Instant then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(now, then);
            if (wait.toSeconds() > LONGEST_SECONDS) {
                return null;
            }
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeParseException e) {
            return null; // a wish that cannot be read is no wish
        }
    }
}

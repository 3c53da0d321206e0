package dev.qlite.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.transport.Headers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-06T08:49:37Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1000",
        "1.5, 1500",
        "' 20 ', 20000",
        "0.0004, 0",
        "86400, 86400000",
        "'Fri, 06 Nov 2026 08:49:47 GMT', 10000",
        "'Fri, 06 Nov 2026 08:49:37 GMT', 0",
        "'Fri, 06 Nov 2026 08:00:00 GMT', 0",
    })
    void secondsOrADateAreRead(String value, long millis) {
        assertThat(RetryAfter.in(Headers.of("Retry-After", value), NOW)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "86401",
                "NaN",
                "Infinity",
                "1e99",
                "soon",
                "1m30s",
                "Fri, 06 Nov 2026",
                "2026-11-06T08:49:47Z",
                "Mon, 06 Nov 2056 08:49:37 GMT"
            })
    void whatMakesNoSenseIsNoWish(String value) {
        assertThat(RetryAfter.in(Headers.of("Retry-After", value), NOW)).isNull();
    }

    @Test
    void millisecondsGoBeforeSeconds() {
        assertThat(RetryAfter.in(Headers.of("Retry-After", "9", "retry-after-ms", "174.6"), NOW))
                .isEqualTo(Duration.ofMillis(175));
        assertThat(RetryAfter.in(Headers.of("Retry-After", "9", "retry-after-ms", "soon"), NOW))
                .isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void withoutAHeaderThereIsNoWish() {
        assertThat(RetryAfter.in(Headers.empty(), NOW)).isNull();
    }
}

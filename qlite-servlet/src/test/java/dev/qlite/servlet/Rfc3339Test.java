package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Rfc3339Test {
    @ParameterizedTest
    @CsvSource({
        "2026-01-31T23:59:59.999999999Z, 2026-01-31T23:59:59.999Z",
        "2026-02-01T00:00:00Z, 2026-02-01T00:00:00.000Z",
        "2026-02-01T00:00:00.007Z, 2026-02-01T00:00:00.007Z",
        "1969-12-31T23:59:59.050Z, 1969-12-31T23:59:59.050Z"
    })
    void aTimeIsToldToTheMillisecond(Instant time, String text) {
        assertThat(Rfc3339.text(time)).isEqualTo(text);
    }

    @Test
    void timesOfAnyOrderAreTheirOwn() {
        Random random = new Random(1);
        for (int round = 0; round < 1_000; round++) {
            Instant time = Instant.ofEpochMilli(1_800_000_000_000L + random.nextInt(5_000));
            assertThat(Instant.parse(Rfc3339.text(time))).isEqualTo(time);
        }
    }
}

package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A body may take its time, but not for ever. */
class SlowBodyTest {
    @ParameterizedTest
    @CsvSource({
        "0, 29, false",
        "1, 30, false",
        "1, 31, true",
        "31743, 31, true",
        "31744, 31, false",
        "10000000, 600, false",
        "100000, 600, true"
    })
    void aKilobyteASecondIsExpectedAfterHalfAMinute(long length, long seconds, boolean tooSlow) {
        assertThat(RequestBody.isTooSlow(length, seconds * 1_000_000_000)).isEqualTo(tooSlow);
    }
}

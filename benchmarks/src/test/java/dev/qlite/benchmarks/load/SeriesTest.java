package dev.qlite.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeriesTest {
    @Test
    void theMedianIsTheMiddleOrBetweenTheTwoMiddleOnes() {
        assertThat(new Series(9, 1, 5).median()).isEqualTo(5);
        assertThat(new Series(4, 1, 2, 100).median()).isEqualTo(3);
        assertThat(new Series(7).median()).isEqualTo(7);
    }

    @Test
    void theSpreadIsTheQuartilesDistanceAndIgnoresAnOutlier() {
        assertThat(new Series(10, 10, 10).spread()).isZero();
        assertThat(new Series(8, 9, 10, 11, 12).spread()).isEqualTo(0.2);
        assertThat(new Series(8, 9, 10, 11, 1_000).spread()).isEqualTo(0.2);
    }

    @Test
    void ofNothingThereIsNoFigure() {
        assertThat(new Series().isEmpty()).isTrue();
        assertThatThrownBy(() -> new Series().median()).isInstanceOf(IllegalStateException.class);
    }
}

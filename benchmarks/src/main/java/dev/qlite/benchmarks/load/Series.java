package dev.qlite.benchmarks.load;

import java.util.Arrays;

/** The figures of several rounds. */
final class Series {
    private final double[] values;

    Series(double... values) {
        this.values = values.clone();
        Arrays.sort(this.values);
    }

    boolean isEmpty() {
        return values.length == 0;
    }

    int count() {
        return values.length;
    }

    double median() {
        return quantile(0.5);
    }

    /** The distance of the quartiles as a part of the median: 0 if all are the same. */
    double spread() {
        return (quantile(0.75) - quantile(0.25)) / median();
    }

    private double quantile(double part) {
        if (isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        double place = part * (values.length - 1);
        int below = (int) place;
        double rest = place - below;
        return rest == 0 ? values[below] : values[below] * (1 - rest) + values[below + 1] * rest;
    }
}

package dev.qlite.benchmarks.load;

/** A measurement cannot go on; the message says why, in words for the person who started it. */
final class BenchmarkException extends RuntimeException {
    private final String why;

    BenchmarkException(String why) {
        super(why);
        this.why = why;
    }

    String why() {
        return why;
    }
}

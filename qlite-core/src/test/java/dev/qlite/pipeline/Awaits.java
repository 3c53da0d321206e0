package dev.qlite.pipeline;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does. */
public final class Awaits {
    private static final Duration SOON = Duration.ofSeconds(10);

    private Awaits() {}

    /** Waits until something is so; only a failing test waits long. */
    public static void until(String what, BooleanSupplier condition) {
        long end = soon();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("in vain: " + what);
            }
            Thread.onSpinWait();
        }
    }

    /** A time by which it must have happened, as of {@link System#nanoTime}. */
    public static long soon() {
        return System.nanoTime() + SOON.toNanos();
    }
}

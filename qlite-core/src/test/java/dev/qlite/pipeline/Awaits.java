package dev.qlite.pipeline;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for what another thread does. */
public final class Awaits {
    private static final Duration SOON = Duration.ofSeconds(10);

    private Awaits() {}

    /** Waits until something is so; only a failing test waits long. */
    public static void until(String what, BooleanSupplier condition) {
        value(what, () -> condition.getAsBoolean() ? what : null);
    }

    /** Waits until there is something; only a failing test waits long. */
    public static <T> T value(String what, Supplier<@Nullable T> supplier) {
        long end = soon();
        for (T value = supplier.get(); ; value = supplier.get()) {
            if (value != null) {
                return value;
            }
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

package dev.qlite.pipeline;

import dev.qlite.chat.Usage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Says what an answer costs. Thread-safe. */
@FunctionalInterface
public interface Pricer {
    /** Knows no price. */
    Pricer NONE = (route, usage) -> null;

    /**
     * The price of an answer.
     *
     * @param route who gave it
     * @param usage the tokens that it took
     * @return US dollars, not rounded; null if that is not known
     */
    @Nullable
    BigDecimal price(Route route, Usage usage);
}

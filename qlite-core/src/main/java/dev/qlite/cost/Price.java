package dev.qlite.cost;

import dev.qlite.chat.Usage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs: by kind of token, by the length of the prompt, by service tier, by day. Immutable.
 *
 * @param rates what holds for a short prompt
 * @param threshold above so many prompt tokens, cached ones included, {@code above} holds for the whole request
 * @param above falls back on {@code rates}
 * @param tiers by the tier's name; what has none is unknown there
 * @param then the price from a day on; null where no change is known
 */
record Price(
        Rates rates,
        long threshold,
        Rates above,
        Map<String, Price> tiers,
        @Nullable Change then) {
    /** A price that holds from a day on. */
    record Change(LocalDate from, Price price) {}

    static Price of(Rates rates) {
        return new Price(rates, Long.MAX_VALUE, rates, Map.of(), null);
    }

    /** What an answer costs in US dollars; null if that is not known. */
    @Nullable
    BigDecimal of(Usage usage, LocalDate day) {
        if (then != null && !day.isBefore(then.from)) {
            return then.price.of(usage, day);
        }
        String tier = usage.serviceTier();
        Price special = tiers.get(tier);
        if (special != null) {
            return special.atLength(usage);
        }
        return isStandard(tier) ? atLength(usage) : null;
    }

    private @Nullable BigDecimal atLength(Usage usage) {
        Tokens tokens = Tokens.of(usage);
        return (tokens.prompt() > threshold ? above : rates).price(tokens);
    }

    /** Groq's word for it is {@code on_demand}. */
    private static boolean isStandard(String tier) {
        return switch (tier) {
            case "", "default", "standard", "auto", "scale", "on_demand" -> true;
            default -> false;
        };
    }
}

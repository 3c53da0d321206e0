package dev.qlite.config;

import dev.qlite.cost.Kind;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

/**
 * A price of the user's own, an element of {@code pricing.models}. Immutable.
 *
 * @param model what the provider calls it, {@code *} stands for any characters; empty only while it is read
 * @param rates US dollars for a million tokens, or for a request
 */
public record PriceRule(String model, Map<Kind, BigDecimal> rates) {
    static final PriceRule EMPTY = new PriceRule("", Map.of());

    public PriceRule {
        rates = Map.copyOf(rates);
    }

    PriceRule withModel(String model) {
        return new PriceRule(model, rates);
    }

    PriceRule withRate(Kind kind, BigDecimal rate) {
        Map<Kind, BigDecimal> more = new EnumMap<>(Kind.class);
        more.putAll(rates);
        more.put(kind, rate);
        return new PriceRule(model, more);
    }
}

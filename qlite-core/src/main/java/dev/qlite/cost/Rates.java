package dev.qlite.cost;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One price for each {@link Kind}, as far as there is one. Immutable. */
final class Rates {
    private static final int MILLION = 6;

    private final EnumMap<Kind, BigDecimal> rates;

    private Rates(EnumMap<Kind, BigDecimal> rates) {
        this.rates = rates;
    }

    static Rates of(Map<Kind, BigDecimal> rates) {
        EnumMap<Kind, BigDecimal> copy = new EnumMap<>(Kind.class);
        copy.putAll(rates);
        return new Rates(copy);
    }

    /** These, and where there are none those. */
    Rates orElse(Rates those) {
        EnumMap<Kind, BigDecimal> both = new EnumMap<>(those.rates);
        both.putAll(rates);
        return new Rates(both);
    }

    boolean has(Kind kind) {
        return rates.containsKey(kind);
    }

    /**
     * What these tokens come to, in US dollars; null where a price is needed and there is none. What has no price of its own
     * costs as much as other input or output.
     */
    @Nullable
    BigDecimal price(Tokens tokens) {
        BigDecimal sum = BigDecimal.ZERO;
        long input = tokens.prompt();
        long output = tokens.completion();
        for (Kind kind : Kind.values()) {
            BigDecimal rate = rates.get(kind);
            if (rate == null) {
                continue;
            }
            long count = Math.min(tokens.of(kind), tokens.isInput(kind) ? input : output);
            if (count > 0) {
                sum = sum.add(rate.multiply(BigDecimal.valueOf(count)));
                input -= tokens.isInput(kind) ? count : 0;
                output -= tokens.isInput(kind) ? 0 : count;
            }
        }
        BigDecimal rest = rest(input, Kind.INPUT);
        BigDecimal said = rest(output, Kind.OUTPUT);
        if (rest == null || said == null) {
            return null;
        }
        BigDecimal dollars = sum.add(rest).add(said).scaleByPowerOfTen(-MILLION);
        return dollars.add(rates.getOrDefault(Kind.REQUEST, BigDecimal.ZERO));
    }

    private @Nullable BigDecimal rest(long count, Kind kind) {
        if (count == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal rate = rates.get(kind);
        return rate == null ? null : rate.multiply(BigDecimal.valueOf(count));
    }
}

package dev.qlite.servlet.conformance;

import dev.qlite.cost.Kind;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What genai-prices makes of an answer.
 *
 * @param model as the list calls it
 * @param usage what was counted
 * @param rates US dollars for a million; what has none costs as much as what it is a part of
 * @param request US dollars for the request
 */
record GenaiBill(String model, Map<GenaiUnit, Long> usage, Map<GenaiUnit, BigDecimal> rates, BigDecimal request) {
    /** US dollars; empty where parts are more than what they are parts of. */
    Optional<BigDecimal> price() {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<GenaiUnit, BigDecimal> rate : rates.entrySet()) {
            long rest = rest(rate.getKey());
            if (rest < 0) {
                return Optional.empty();
            }
            sum = sum.add(rate.getValue().multiply(BigDecimal.valueOf(rest)));
        }
        return Optional.of(sum.movePointLeft(6).add(request));
    }

    /** The same usage at other rates, where there are other ones. */
    GenaiBill at(Map<GenaiUnit, String> others) {
        Map<GenaiUnit, BigDecimal> all = new EnumMap<>(rates);
        others.forEach((unit, rate) -> all.put(unit, new BigDecimal(rate)));
        return new GenaiBill(model, usage, all, request);
    }

    /** Another count of a unit, at the same rates. */
    GenaiBill counting(GenaiUnit unit, long count) {
        Map<GenaiUnit, Long> all = new EnumMap<>(usage);
        all.put(unit, count);
        return new GenaiBill(model, all, rates, request);
    }

    long count(GenaiUnit unit) {
        return usage.getOrDefault(unit, 0L);
    }

    /** The rates as a user of qlite writes them down. */
    Map<Kind, BigDecimal> own() {
        Map<Kind, BigDecimal> own = new EnumMap<>(Kind.class);
        own.put(Kind.REQUEST, request);
        rates.forEach((unit, rate) -> own.putIfAbsent(unit.kind, rate));
        return own;
    }

    /** How many of a unit are in no part of it that has a rate. */
    private long rest(GenaiUnit unit) {
        return rates.keySet().stream()
                .mapToLong(part -> unit.shareOf(part) * count(part))
                .sum();
    }
}

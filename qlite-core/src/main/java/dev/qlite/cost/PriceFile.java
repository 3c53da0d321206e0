package dev.qlite.cost;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads qlite's own price list: {@code prices.json}, which says what it holds. */
final class PriceFile {
    private PriceFile() {}

    static Map<String, Price> models(Json file) {
        Map<String, Price> models = new HashMap<>();
        for (Member model : file.require("models").members()) {
            models.put(model.name(), price(model.value(), null));
        }
        return models;
    }

    private static Price price(Json entry, @Nullable Rates base) {
        Rates rates = base == null ? rates(entry) : rates(entry).orElse(base);
        Json above = entry.get("above");
        Map<String, Price> tiers = new HashMap<>();
        for (Member tier : entry.get("tiers").members()) {
            tiers.put(tier.name(), price(tier.value(), null));
        }
        Json then = entry.get("then");
        return new Price(
                rates,
                above.isObject() ? above.require("tokens").asLong() : Long.MAX_VALUE,
                above.isObject() ? rates(above).orElse(rates) : rates,
                Map.copyOf(tiers),
                then.isObject()
                        ? new Price.Change(LocalDate.parse(then.require("from").asString()), price(then, rates))
                        : null);
    }

    private static Rates rates(Json entry) {
        Map<Kind, BigDecimal> rates = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            Json rate = entry.get(kind.key());
            if (rate.isNumber()) {
                rates.put(kind, rate.asDecimal());
            }
        }
        return Rates.of(rates);
    }
}

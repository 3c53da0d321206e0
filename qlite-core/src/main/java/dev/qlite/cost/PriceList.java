package dev.qlite.cost;

import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.pipeline.OneLine;
import dev.qlite.pipeline.Pricer;
import dev.qlite.pipeline.Route;
import dev.qlite.provider.ModelPattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prices of models: the user's own, then those of a file, then qlite's list. Immutable and thread-safe.
 *
 * <p>A model is found by its exact name, then by that without the day at its end ({@code -2026-11-23}, {@code -20261123}).
 * One that is not found has no price; the log says so once.
 */
public final class PriceList implements Pricer {
    private static final Logger LOG = LoggerFactory.getLogger(PriceList.class);
    private static final int MOST_TOLD = 1_000;

    private final List<Own> own;
    private final Map<String, Price> models;
    private final InstantSource clock;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    private record Own(ModelPattern pattern, Price price) {}

    private PriceList(Builder parts) {
        this.own = List.copyOf(parts.own);
        Map<String, Price> all = new HashMap<>(Builtin.MODELS);
        all.putAll(parts.file);
        this.models = Map.copyOf(all);
        this.clock = parts.clock;
    }

    /** qlite's own list alone, one for all. */
    public static PriceList standard() {
        return Standard.LIST;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The day of qlite's own list. */
    public static LocalDate date() {
        return Builtin.DATE;
    }

    @Override
    public @Nullable BigDecimal price(Route route, Usage usage) {
        BigDecimal price = price(route.model(), usage);
        if (price == null && told.size() < MOST_TOLD && told.add(route.model())) {
            LOG.warn(
                    "model {} of {}: no price is known for what it used; its cost is not told (pricing.models sets one)",
                    OneLine.of(route.model()),
                    route.provider().name());
        }
        return price;
    }

    /** What an answer of a model costs in US dollars, or null if that is not known. */
    public @Nullable BigDecimal price(String model, Usage usage) {
        Price price = find(model);
        return price == null ? null : price.of(usage, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    private @Nullable Price find(String model) {
        for (Own each : own) {
            if (each.pattern.matches(model)) {
                return each.price;
            }
        }
        Price exact = models.get(model);
        if (exact != null) {
            return exact;
        }
        for (String name : ModelNames.of(model)) {
            Price price = models.get(name);
            if (price != null) {
                return price;
            }
        }
        return null;
    }

    /** qlite's own list, read when it is first needed. */
    private static final class Builtin {
        static final Map<String, Price> MODELS;
        static final LocalDate DATE;

        static {
            try (InputStream in = Objects.requireNonNull(PriceList.class.getResourceAsStream("prices.json"))) {
                Json file = Json.parse(in.readAllBytes());
                DATE = LocalDate.parse(file.require("date").asString());
                MODELS = Map.copyOf(PriceFile.models(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** See {@link #standard}; made when it is first needed. */
    private static final class Standard {
        static final PriceList LIST = builder().build();
    }

    /** Collects prices. Not thread-safe. */
    public static final class Builder {
        private final List<Own> own = new ArrayList<>();
        private Map<String, Price> file = Map.of();
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /**
         * A price of one's own, before all others; the first that fits a model holds.
         *
         * @param model what the provider calls it, {@code *} stands for any characters
         * @param rates US dollars for a million tokens, {@link Kind#REQUEST} for a request
         * @throws IllegalArgumentException if one is negative
         */
        public Builder model(String model, Map<Kind, BigDecimal> rates) {
            rates.forEach((kind, rate) -> {
                if (rate.signum() < 0) {
                    throw new IllegalArgumentException(
                            kind.key() + ": " + rate.toPlainString() + " (expected: a price of 0 or more)");
                }
            });
            own.add(new Own(new ModelPattern(model), Price.of(Rates.of(rates))));
            return this;
        }

        /** Prices in LiteLLM's format, in place of qlite's for the models that it holds. */
        public Builder liteLlm(LiteLlmFile file) {
            this.file = file.models();
            return this;
        }

        /** The clock that says which prices hold. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        public PriceList build() {
            return new PriceList(this);
        }
    }
}

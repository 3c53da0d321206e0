package dev.qlite.servlet.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Pydantic's genai-prices by its own rules: who is asked, what is counted, which model it is and what holds at a time. */
final class GenaiPrices {
    private final JsonNode providers;

    private GenaiPrices(JsonNode providers) {
        this.providers = providers;
    }

    static GenaiPrices read() {
        try {
            return new GenaiPrices(
                    Documents.parse(Files.readString(SharedFolder.of("prices").resolve("genai-prices.json"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What an answer comes to; empty if the list does not know who gave it, the model, or where its usage stands.
     *
     * @param url where it was asked for
     * @param flavor how the list calls its format
     * @param asked the model that was asked for, in case the answer names none
     */
    Optional<GenaiBill> bill(String url, String flavor, String asked, JsonNode answer, Instant at) {
        return provider(url)
                .flatMap(provider -> extractor(provider, flavor).flatMap(extractor -> {
                    String said = extractor.model(answer);
                    return extractor
                            .usage(answer)
                            .flatMap(usage -> model(provider, said.isEmpty() ? asked : said)
                                    .map(model -> bill(model, usage, at)));
                }));
    }

    private Optional<JsonNode> provider(String url) {
        return providers
                .valueStream()
                .filter(each -> Pattern.compile(each.path("api_pattern").asText())
                        .matcher(url)
                        .lookingAt())
                .findFirst();
    }

    /** That of the flavor, or the only one that there is. */
    private static Optional<GenaiExtractor> extractor(JsonNode provider, String flavor) {
        JsonNode all = provider.path("extractors");
        return all.valueStream()
                .filter(each ->
                        all.size() == 1 || each.path("api_flavor").asText().equals(flavor))
                .findFirst()
                .map(GenaiExtractor::new);
    }

    /** One of the provider's models, or of those that it serves for others. */
    private Optional<JsonNode> model(JsonNode provider, String name) {
        List<JsonNode> candidates = new ArrayList<>(List.of(provider));
        for (JsonNode other : provider.path("fallback_model_providers")) {
            providers
                    .valueStream()
                    .filter(each -> each.path("id").equals(other))
                    .forEach(candidates::add);
        }
        return candidates.stream()
                .flatMap(each -> each.path("models").valueStream())
                .filter(each -> GenaiClause.matches(each.path("match"), name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static GenaiBill bill(JsonNode model, Map<GenaiUnit, Long> usage, Instant at) {
        JsonNode prices = prices(model.path("prices"), at);
        Map<GenaiUnit, BigDecimal> rates = new EnumMap<>(GenaiUnit.class);
        for (GenaiUnit unit : GenaiUnit.values()) {
            JsonNode rate = prices.path(unit.priceKey);
            if (!rate.isMissingNode()) {
                rates.put(unit, rate(rate, usage.getOrDefault(GenaiUnit.INPUT, 0L)));
            }
        }
        BigDecimal request = prices.path("requests_kcount").decimalValue().movePointLeft(3);
        return new GenaiBill(model.path("id").asText(), usage, rates, request);
    }

    /** Of prices that hold at some time the last that holds now, or the first. */
    private static JsonNode prices(JsonNode prices, Instant at) {
        if (!prices.isArray()) {
            return prices;
        }
        JsonNode holds = prices.path(0);
        for (JsonNode each : prices) {
            holds = holds(each.path("constraint"), at) ? each : holds;
        }
        return holds.path("prices");
    }

    private static boolean holds(JsonNode constraint, Instant at) {
        if (constraint.has("start_date")) {
            LocalDate start = LocalDate.parse(constraint.path("start_date").asText());
            return !LocalDate.ofInstant(at, ZoneOffset.UTC).isBefore(start);
        }
        if (constraint.has("start_time")) {
            OffsetTime start = OffsetTime.parse(constraint.path("start_time").asText());
            OffsetTime end = OffsetTime.parse(constraint.path("end_time").asText());
            OffsetTime now = at.atOffset(ZoneOffset.UTC).toOffsetTime();
            boolean hasBegun = !now.isBefore(start);
            boolean hasNotEnded = now.isBefore(end);
            return end.isBefore(start) ? hasBegun || hasNotEnded : hasBegun && hasNotEnded;
        }
        return true;
    }

    /** Above the start of a tier its price holds for all. */
    private static BigDecimal rate(JsonNode rate, long input) {
        if (!rate.isObject()) {
            return rate.decimalValue();
        }
        JsonNode holds = rate.path("base");
        for (JsonNode tier : rate.path("tiers")) {
            holds = input > tier.path("start").longValue() ? tier.path("price") : holds;
        }
        return holds.decimalValue();
    }
}

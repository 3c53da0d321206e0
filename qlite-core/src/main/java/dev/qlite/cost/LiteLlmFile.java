package dev.qlite.cost;

import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.json.Member;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A map of prices in LiteLLM's format: US dollars for a single token, and names such as
 * {@code input_cost_per_token_above_200k_tokens_priority}. What is not known of it is left out. Immutable.
 */
public final class LiteLlmFile {
    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("input_cost_per_token", Kind.INPUT),
            Map.entry("output_cost_per_token", Kind.OUTPUT),
            Map.entry("cache_read_input_token_cost", Kind.CACHED),
            Map.entry("cache_creation_input_token_cost", Kind.CACHE_WRITE),
            Map.entry("cache_creation_input_token_cost_above_1hr", Kind.CACHE_WRITE_1H),
            Map.entry("output_cost_per_reasoning_token", Kind.REASONING),
            Map.entry("input_cost_per_audio_token", Kind.AUDIO_INPUT),
            Map.entry("output_cost_per_audio_token", Kind.AUDIO_OUTPUT),
            Map.entry("input_cost_per_image_token", Kind.IMAGE_INPUT),
            Map.entry("output_cost_per_image_token", Kind.IMAGE_OUTPUT),
            Map.entry("input_cost_per_request", Kind.REQUEST));

    private static final Map<String, String> TIERS =
            Map.of("_priority", "priority", "_flex", "flex", "_batches", "batch");
    private static final Set<String> PREFIXES = Set.of("gemini/", "openai/", "anthropic/");
    private static final String ABOVE = "_above_";
    private static final String TOKENS = "k_tokens";

    private final Map<String, Price> models;

    private LiteLlmFile(Map<String, Price> models) {
        this.models = models;
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is no such map
     */
    public static LiteLlmFile parse(String json) {
        try {
            Json parsed = Json.parse(json);
            if (!parsed.isObject()) {
                throw new IllegalArgumentException("no JSON object (expected: a map of models to their prices)");
            }
            return new LiteLlmFile(models(parsed));
        } catch (JsonException e) {
            throw new IllegalArgumentException("no valid JSON: " + e.getMessage(), e);
        }
    }

    /** How many models it has. */
    public int size() {
        return models.size();
    }

    Map<String, Price> models() {
        return models;
    }

    private static Map<String, Price> models(Json file) {
        Map<String, Price> models = new HashMap<>();
        for (Member model : file.members()) {
            if (model.value().isObject() && !model.name().equals("sample_spec")) {
                models.put(model.name(), price(model.value()));
            }
        }
        for (Member model : file.members()) {
            for (String prefix : PREFIXES) {
                if (model.name().startsWith(prefix) && model.value().isObject()) {
                    models.put(model.name().substring(prefix.length()), price(model.value()));
                }
            }
        }
        return models;
    }

    private static Price price(Json entry) {
        Map<String, Map<Long, Map<Kind, BigDecimal>>> all = new HashMap<>();
        for (Member member : entry.members()) {
            if (member.value().isNumber()) {
                add(member.name(), member.value().asDecimal(), all);
            }
        }
        Map<String, Price> tiers = new HashMap<>();
        all.forEach((tier, rates) -> {
            if (!tier.isEmpty()) {
                tiers.put(tier, price(rates, Map.of()));
            }
        });
        return price(all.getOrDefault("", Map.of()), tiers);
    }

    /** The lowest threshold holds: no model has a second one that is known to count. */
    private static Price price(Map<Long, Map<Kind, BigDecimal>> byThreshold, Map<String, Price> tiers) {
        Rates rates = Rates.of(byThreshold.getOrDefault(0L, Map.of()));
        long threshold = byThreshold.keySet().stream()
                .filter(tokens -> tokens > 0)
                .min(Long::compare)
                .orElse(Long.MAX_VALUE);
        Rates above = Rates.of(byThreshold.getOrDefault(threshold, Map.of())).orElse(rates);
        return new Price(rates, threshold, above, Map.copyOf(tiers), null);
    }

    private static void add(String name, BigDecimal perToken, Map<String, Map<Long, Map<Kind, BigDecimal>>> all) {
        String rest = name;
        String tier = "";
        for (Map.Entry<String, String> each : TIERS.entrySet()) {
            if (rest.endsWith(each.getKey())) {
                tier = each.getValue();
                rest = rest.substring(0, rest.length() - each.getKey().length());
            }
        }
        long threshold = 0;
        int at = rest.lastIndexOf(ABOVE);
        if (at >= 0 && rest.endsWith(TOKENS)) {
            String thousands = rest.substring(at + ABOVE.length(), rest.length() - TOKENS.length());
            if (thousands.isEmpty()
                    || thousands.length() > 6
                    || !thousands.chars().allMatch(Character::isDigit)) {
                return;
            }
            threshold = Long.parseLong(thousands) * 1000;
            rest = rest.substring(0, at);
        }
        Kind kind = KINDS.get(rest);
        if (kind != null && perToken.signum() >= 0) {
            BigDecimal rate = kind == Kind.REQUEST ? perToken : perToken.scaleByPowerOfTen(6);
            all.computeIfAbsent(tier, any -> new TreeMap<>())
                    .computeIfAbsent(threshold, any -> new EnumMap<>(Kind.class))
                    .put(kind, rate);
        }
    }
}

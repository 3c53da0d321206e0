package dev.qlite.servlet.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads counts out of a provider's answer where genai-prices says that they stand. */
record GenaiExtractor(JsonNode rules) {
    /** What was counted; empty where the answer does not have what it must. */
    Optional<Map<GenaiUnit, Long>> usage(JsonNode answer) {
        JsonNode root = at(rules.path("root"), answer);
        Map<GenaiUnit, Long> usage = new EnumMap<>(GenaiUnit.class);
        for (JsonNode mapping : rules.path("mappings")) {
            JsonNode count = at(mapping.path("path"), root);
            if (count.isIntegralNumber()) {
                usage.merge(GenaiUnit.of(mapping.path("dest").asText()), count.longValue(), Long::sum);
            } else if (mapping.path("required").asBoolean(true)) {
                return Optional.empty();
            }
        }
        return usage.isEmpty() ? Optional.empty() : Optional.of(usage);
    }

    /** Which model says that it answered; "" where none does. */
    String model(JsonNode answer) {
        return Documents.text(at(rules.path("model_path"), answer));
    }

    private static JsonNode at(JsonNode path, JsonNode document) {
        JsonNode value = document;
        for (JsonNode step : path.isArray() ? path : List.of(path)) {
            value = step.isTextual() ? value.path(step.textValue()) : firstLike(step, value);
        }
        return value;
    }

    private static JsonNode firstLike(JsonNode step, JsonNode array) {
        return array.valueStream()
                .filter(element -> GenaiClause.matches(
                        step.path("match"),
                        element.path(step.path("field").asText()).asText()))
                .findFirst()
                .orElseGet(() -> array.path("none of these"));
    }
}

package dev.qlite.servlet.conformance;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qlite.servlet.conformance.Facts.Fact;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads answers of Google's Gemini API, by its documentation alone. */
final class GoogleAnswers {
    private static final Set<String> FILTERED =
            Set.of("SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE", "IMAGE_SAFETY");

    private GoogleAnswers() {}

    static Expected read(Exchange exchange) {
        List<JsonNode> answers = exchange.streamed() ? exchange.events() : List.of(exchange.document());
        ObjectNode whole = Documents.object();
        ArrayNode parts = Documents.array();
        ObjectNode candidate = Documents.object();
        for (JsonNode answer : answers) {
            if (answer.path("error").isObject()) {
                return new Expected.Failed(
                        exchange.status(), answer.path("error").path("message").asText());
            }
            answer.properties().forEach(each -> whole.set(each.getKey(), each.getValue()));
            JsonNode first = answer.path("candidates").path(0);
            first.path("content").path("parts").forEach(parts::add);
            first.properties().forEach(each -> candidate.set(each.getKey(), each.getValue()));
        }
        candidate.withObject("/content").set("parts", parts);
        whole.putArray("candidates").add(candidate);
        Map<String, Fact> facts = facts(whole, candidate, parts);
        String finish = requireNonNull(facts.get("choice 0 finish")).toString();
        return new Expected.Served(facts, whole, !finish.isEmpty() && !finish.equals("content_filter"));
    }

    private static Map<String, Fact> facts(JsonNode whole, JsonNode candidate, JsonNode parts) {
        Facts facts = new Facts()
                .id(Documents.text(whole.path("responseId")))
                .model(Documents.text(whole.path("modelVersion")));
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        boolean calls = false;
        for (JsonNode part : parts) {
            JsonNode call = part.path("functionCall");
            if (part.path("text").isTextual()) {
                (part.path("thought").asBoolean() ? thoughts : text)
                        .append(part.path("text").asText());
            } else if (call.isObject()) {
                calls = true;
                JsonNode args = call.path("args").isObject() ? call.path("args") : Documents.object();
                facts.call(0, Documents.text(call.path("id")), call.path("name").asText(), args);
            }
        }
        String reason = Documents.text(candidate.path("finishReason"));
        String finish = FILTERED.contains(reason)
                ? "content_filter"
                : reason.equals("MAX_TOKENS") ? "length" : reason.isEmpty() ? "" : calls ? "tool_calls" : "stop";
        facts.choice(0, text.toString(), thoughts.toString(), "", finish);
        addSources(facts, candidate.path("groundingMetadata"));
        addUsage(facts, whole.path("usageMetadata"));
        return facts.build();
    }

    private static void addSources(Facts facts, JsonNode grounding) {
        JsonNode chunks = grounding.path("groundingChunks");
        boolean said = false;
        for (JsonNode support : grounding.path("groundingSupports")) {
            for (JsonNode number : support.path("groundingChunkIndices")) {
                said |= add(facts, chunks.path(number.asInt()).path("web"));
            }
        }
        for (JsonNode chunk : said ? Documents.array() : chunks) {
            add(facts, chunk.path("web"));
        }
    }

    private static boolean add(Facts facts, JsonNode web) {
        if (web.path("uri").isTextual()) {
            facts.citation(0, web.path("uri").asText(), Documents.text(web.path("title")));
            return true;
        }
        return false;
    }

    private static void addUsage(Facts facts, JsonNode usage) {
        long prompt = usage.path("promptTokenCount").asLong()
                + usage.path("toolUsePromptTokenCount").asLong();
        long thoughts = usage.path("thoughtsTokenCount").asLong();
        long completion = usage.path("candidatesTokenCount").asLong() + thoughts;
        facts.tokens("prompt", prompt)
                .tokens("completion", completion)
                .tokens("total", prompt + completion)
                .tokens("cached", usage.path("cachedContentTokenCount").asLong())
                .tokens("written to the cache", 0)
                .tokens("reasoning", thoughts);
    }
}

package dev.qlite.servlet.conformance;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.qlite.servlet.conformance.Facts.Fact;
import java.util.Map;
import java.util.TreeMap;

/** Reads answers of Anthropic's Messages API, by its documentation alone. */
final class AnthropicAnswers {
    private static final Map<String, String> FINISHES = Map.of(
            "end_turn", "stop",
            "stop_sequence", "stop",
            "pause_turn", "stop",
            "max_tokens", "length",
            "model_context_window_exceeded", "length",
            "tool_use", "tool_calls",
            "refusal", "content_filter");

    private AnthropicAnswers() {}

    static Expected read(Exchange exchange) {
        JsonNode message = exchange.streamed() ? whole(exchange) : exchange.document();
        if (message.path("type").asText().equals("error")) {
            return new Expected.Failed(
                    exchange.status(), message.path("error").path("message").asText());
        }
        Map<String, Fact> facts = facts(message);
        String finish = requireNonNull(facts.get("choice 0 finish")).toString();
        return new Expected.Served(facts, message, !finish.isEmpty() && !finish.equals("content_filter"));
    }

    private static Map<String, Fact> facts(JsonNode message) {
        Facts facts = new Facts().id(Documents.text(message.path("id"))).model(Documents.text(message.path("model")));
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        for (JsonNode block : message.path("content")) {
            switch (block.path("type").asText()) {
                case "text" -> {
                    text.append(block.path("text").asText());
                    for (JsonNode citation : block.path("citations")) {
                        if (citation.path("url").isTextual()) {
                            facts.citation(0, citation.path("url").asText(), Documents.text(citation.path("title")));
                        }
                    }
                }
                case "thinking" -> thoughts.append(block.path("thinking").asText());
                case "tool_use" ->
                    facts.call(0, block.path("id").asText(), block.path("name").asText(), block.path("input"));
                default -> {} // redacted thoughts, and tools of Anthropic's own
            }
        }
        String stop = Documents.text(message.path("stop_reason"));
        String finish = stop.isEmpty() ? "" : FINISHES.getOrDefault(stop, "stop");
        String refusal = Documents.text(message.path("stop_details").path("explanation"));
        facts.choice(0, text.toString(), thoughts.toString(), finish.equals("content_filter") ? refusal : "", finish);
        addUsage(facts, message.path("usage"));
        return facts.build();
    }

    private static void addUsage(Facts facts, JsonNode usage) {
        long read = usage.path("cache_read_input_tokens").asLong();
        long written = usage.path("cache_creation_input_tokens").asLong();
        long prompt = usage.path("input_tokens").asLong() + read + written;
        long completion = usage.path("output_tokens").asLong();
        facts.tokens("prompt", prompt)
                .tokens("completion", completion)
                .tokens("total", prompt + completion)
                .tokens("cached", read)
                .tokens("written to the cache", written)
                .tokens(
                        "reasoning",
                        usage.path("output_tokens_details")
                                .path("thinking_tokens")
                                .asLong());
    }

    /** The message that the events build, as the documentation of the stream has it. */
    private static JsonNode whole(Exchange exchange) {
        ObjectNode message = Documents.object();
        TreeMap<Integer, ObjectNode> blocks = new TreeMap<>();
        TreeMap<Integer, StringBuilder> inputs = new TreeMap<>();
        for (JsonNode event : exchange.events()) {
            int index = event.path("index").asInt();
            switch (event.path("type").asText()) {
                case "message_start" -> message.setAll((ObjectNode) event.path("message"));
                case "content_block_start" -> {
                    blocks.put(index, event.path("content_block").deepCopy());
                    inputs.put(index, new StringBuilder());
                }
                case "content_block_delta" ->
                    add(event.path("delta"), requireNonNull(blocks.get(index)), requireNonNull(inputs.get(index)));
                case "message_delta" -> {
                    message.setAll((ObjectNode) event.path("delta"));
                    ObjectNode usage = message.withObject("/usage");
                    event.path("usage").properties().forEach(each -> usage.set(each.getKey(), each.getValue()));
                }
                case "error" -> {
                    return event;
                }
                default -> {} // pings, stops
            }
        }
        ArrayNode content = message.putArray("content");
        blocks.forEach((index, block) -> {
            String input = requireNonNull(inputs.get(index)).toString();
            if (!input.isEmpty()) {
                block.set("input", Documents.parse(input));
            }
            content.add(block);
        });
        return message;
    }

    private static void add(JsonNode delta, ObjectNode block, StringBuilder input) {
        for (String member : new String[] {"text", "thinking", "signature"}) {
            if (delta.path(member).isTextual()) {
                block.put(
                        member, block.path(member).asText() + delta.path(member).asText());
            }
        }
        if (delta.path("citation").isObject()) {
            block.withArray("citations").add(delta.path("citation"));
        }
        input.append(delta.path("partial_json").asText());
    }
}

package dev.qlite.servlet.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.qlite.json.Json;
import dev.qlite.provider.ProviderType;
import java.util.List;

/** A kind of exchange that costs something: how it is asked for once more, and what genai-prices calls its format. */
enum Paid {
    OPENAI("openai", Kind.OPENAI, "https://api.openai.com", "chat"),
    OPENAI_COMPATIBLE("openai-compatible", Kind.OPENAI_COMPATIBLE, "", "chat"),
    ANTHROPIC("anthropic", Kind.ANTHROPIC, "https://api.anthropic.com", "default"),
    GOOGLE("google", Kind.GOOGLE, "https://generativelanguage.googleapis.com", "default"),
    RESPONSES("openai-responses", Kind.OPENAI, "https://api.openai.com", "responses"),
    OPENAI_EMBEDDINGS("openai-embeddings", Kind.OPENAI, "https://api.openai.com", "embeddings"),
    GOOGLE_EMBEDDINGS("google-embeddings", Kind.GOOGLE, "https://generativelanguage.googleapis.com", "default");

    final String folder;
    final String flavor;
    private final Kind kind;
    private final String origin;

    Paid(String folder, Kind kind, String origin, String flavor) {
        this.folder = folder;
        this.kind = kind;
        this.origin = origin;
        this.flavor = flavor;
    }

    ProviderType provider() {
        return kind.provider().orElseThrow();
    }

    String basePath() {
        return kind.basePath;
    }

    /** Where it was asked for. */
    String url(Exchange exchange) {
        String served = "https://" + exchange.meta().path("served_by").asText();
        return (origin.isEmpty() ? served : origin) + exchange.path();
    }

    /** The model that was asked for. */
    String model(Exchange exchange, Json request) {
        String path = exchange.path();
        int from = path.indexOf("/models/") + "/models/".length();
        boolean inPath = this == GOOGLE || this == GOOGLE_EMBEDDINGS;
        return inPath
                ? path.substring(from, path.indexOf(':', from))
                : request.get("model").asString();
    }

    /** The provider's answer as one document; nothing where it is an error. */
    JsonNode answer(Exchange exchange) {
        return switch (this) {
            case OPENAI, OPENAI_COMPATIBLE, ANTHROPIC, GOOGLE ->
                kind.expected(exchange) instanceof Expected.Served served ? served.whole() : MissingNode.getInstance();
            case RESPONSES -> exchange.streamed() ? lastResponse(exchange) : exchange.document();
            case OPENAI_EMBEDDINGS, GOOGLE_EMBEDDINGS -> exchange.document();
        };
    }

    /** Where qlite is asked for the same. */
    String path(Exchange exchange) {
        return switch (this) {
            case OPENAI, OPENAI_COMPATIBLE, ANTHROPIC, GOOGLE -> "/v1/chat/completions";
            case RESPONSES -> exchange.path();
            case OPENAI_EMBEDDINGS, GOOGLE_EMBEDDINGS -> "/v1/embeddings";
        };
    }

    /** What qlite is asked: something that no other exchange asks. */
    Json question(Exchange exchange, String model) {
        Json question = Json.object()
                .put("model", "up/" + model)
                .put("stream", exchange.streamed())
                .build();
        return switch (this) {
            case OPENAI, OPENAI_COMPATIBLE, ANTHROPIC, GOOGLE ->
                question.toBuilder()
                        .put("messages", Json.array(List.of(message(exchange))))
                        .build();
            case RESPONSES, OPENAI_EMBEDDINGS, GOOGLE_EMBEDDINGS ->
                question.toBuilder().put("input", exchange.toString()).build();
        };
    }

    private static Json message(Exchange exchange) {
        return Json.object()
                .put("role", "user")
                .put("content", exchange.toString())
                .build();
    }

    private static JsonNode lastResponse(Exchange exchange) {
        JsonNode last = MissingNode.getInstance();
        for (JsonNode event : exchange.events()) {
            last = event.has("response") ? event.path("response") : last;
        }
        return last;
    }
}

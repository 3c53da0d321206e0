package dev.qlite.provider.anthropic;

import dev.qlite.json.Json;
import org.jspecify.annotations.Nullable;

/** Why Claude stopped, as OpenAI's finish reasons. */
final class StopReason {
    private StopReason() {}

    /** The finish reason; null where it does not say that it has stopped. */
    static @Nullable String finish(Json stopReason, AskedTools asked) {
        if (!stopReason.isString()) {
            return null;
        }
        return switch (stopReason.asString()) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> asked.answerTool() ? "stop" : asked.tools().isLegacy() ? "function_call" : "tool_calls";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
    }

    /** What is said of a refusal, or null. */
    static Json refusal(Json message) {
        Json explanation = message.get("stop_details").get("explanation");
        return message.get("stop_reason").textEquals("refusal") && explanation.isString() ? explanation : Json.NULL;
    }
}

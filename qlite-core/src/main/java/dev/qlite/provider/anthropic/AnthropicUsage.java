package dev.qlite.provider.anthropic;

import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.json.Member;
import dev.qlite.json.ObjectBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's count of tokens as OpenAI's: there {@code input_tokens} leaves out what was read from or written to the
 * prompt cache, here all of it is the prompt's.
 */
final class AnthropicUsage {
    private AnthropicUsage() {}

    /** Null where nothing was counted. */
    static @Nullable Usage of(Json usage) {
        if (!usage.isObject()) {
            return null;
        }
        long read = count(usage.get("cache_read_input_tokens"));
        long written = count(usage.get("cache_creation_input_tokens"));
        long forAnHour = count(usage.get("cache_creation").get("ephemeral_1h_input_tokens"));
        long prompt = count(usage.get("input_tokens")) + read + written;
        long completion = count(usage.get("output_tokens"));
        ObjectBuilder promptDetails = Json.object().put("cached_tokens", read).put("cache_write_tokens", written);
        if (forAnHour > 0) {
            promptDetails.put("cache_write_1h_tokens", forAnHour); // it has a price of its own
        }
        ObjectBuilder openAi = Json.object()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion)
                .put("prompt_tokens_details", promptDetails.build());
        Json thinking = usage.get("output_tokens_details").get("thinking_tokens");
        if (thinking.isNumber()) {
            openAi.put(
                    "completion_tokens_details",
                    Json.object().put("reasoning_tokens", count(thinking)).build());
        }
        if (usage.get("server_tool_use").isObject()) {
            openAi.put("server_tool_use", usage.get("server_tool_use"));
        }
        Json tier = usage.get("service_tier");
        if (tier.isString() && !tier.textEquals("standard")) {
            openAi.put("service_tier", tier); // the standard's price is not its own
        }
        return Usage.in(Json.object().put("usage", openAi.build()).build());
    }

    /** What was counted at the beginning and, in its place, what was counted since; null takes no place. */
    static Json merged(Json before, Json since) {
        ObjectBuilder merged = before.isObject() ? before.toBuilder() : Json.object();
        if (since.isObject()) {
            for (Member member : since.members()) {
                if (!member.value().isNull()) {
                    merged.put(member.name(), member.value());
                }
            }
        }
        return merged.build();
    }

    private static long count(Json number) {
        return number.isNumber() ? (long) Math.max(0, Math.min(number.asDouble(), 1L << 53)) : 0;
    }
}

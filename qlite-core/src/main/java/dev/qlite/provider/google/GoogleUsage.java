package dev.qlite.provider.google;

import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.json.ObjectBuilder;
import org.jspecify.annotations.Nullable;

/** Google's count of tokens as OpenAI's: thoughts are a part of the completion, what tools have read of the prompt. */
final class GoogleUsage {
    private GoogleUsage() {}

    /** Null where nothing was counted. */
    static @Nullable Usage of(Json usage) {
        if (!usage.isObject()) {
            return null;
        }
        long prompt = count(usage.get("promptTokenCount")) + count(usage.get("toolUsePromptTokenCount"));
        long thoughts = count(usage.get("thoughtsTokenCount"));
        long completion = count(usage.get("candidatesTokenCount")) + thoughts;
        ObjectBuilder promptDetails = Json.object().put("cached_tokens", count(usage.get("cachedContentTokenCount")));
        putModalities(usage.get("promptTokensDetails"), promptDetails);
        ObjectBuilder completionDetails = Json.object().put("reasoning_tokens", thoughts);
        putModalities(usage.get("candidatesTokensDetails"), completionDetails);
        ObjectBuilder openAi = Json.object()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion)
                .put("prompt_tokens_details", promptDetails.build())
                .put("completion_tokens_details", completionDetails.build());
        Json tier = usage.get("serviceTier");
        if (tier.isString() && !tier.textEquals("standard")) {
            openAi.put("service_tier", tier); // it has prices of its own
        }
        return Usage.in(Json.object().put("usage", openAi.build()).build());
    }

    /** Those that have prices of their own. */
    private static void putModalities(Json details, ObjectBuilder into) {
        for (Json detail : details.elements()) {
            Json modality = detail.get("modality");
            if (modality.textEquals("AUDIO")) {
                into.put("audio_tokens", count(detail.get("tokenCount")));
            } else if (modality.textEquals("IMAGE")) {
                into.put("image_tokens", count(detail.get("tokenCount")));
            }
        }
    }

    private static long count(Json number) {
        return number.isNumber() ? (long) Math.max(0, Math.min(number.asDouble(), 1L << 53)) : 0;
    }
}

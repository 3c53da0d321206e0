package dev.qlite.provider.google;

import java.util.Set;

/** Why Gemini stopped, as OpenAI's finish reasons. */
final class FinishReason {
    private static final Set<String> FILTERED = Set.of(
            "SAFETY",
            "RECITATION",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "LANGUAGE",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION",
            "MODEL_ARMOR");

    private static final Set<String> FAILED = Set.of(
            "MALFORMED_FUNCTION_CALL",
            "UNEXPECTED_TOOL_CALL",
            "TOO_MANY_TOOL_CALLS",
            "MISSING_THOUGHT_SIGNATURE",
            "MALFORMED_RESPONSE");

    private FinishReason() {}

    /** Whether the model failed at what it was about to say. */
    static boolean isFailure(String reason) {
        return FAILED.contains(reason);
    }

    /** The finish reason, unless it is a failure; Gemini says STOP though it calls tools. */
    static String of(String reason, boolean called, boolean said) {
        if (reason.equals("MAX_TOKENS")) {
            return "length";
        }
        if (FILTERED.contains(reason)) {
            return "content_filter";
        }
        if (called) {
            return "tool_calls";
        }
        return reason.equals("STOP") || said ? "stop" : "content_filter";
    }
}

package dev.qlite.provider.google;

import dev.qlite.chat.ApiError;
import dev.qlite.json.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Google's errors in OpenAI's words. */
final class GoogleErrors {
    private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";
    private static final double LONGEST_DELAY = 86_400;

    private GoogleErrors() {}

    /** The error that a document or an event is; null where it is none. */
    static @Nullable ApiError of(Json document) {
        Json error = document.get("error");
        if (!error.isObject()) {
            return null;
        }
        Json told = error.get("message");
        String message = told.isString() ? told.asString() : "";
        Json status = error.get("status");
        return switch (status.isString() ? status.asString() : "") {
            case "INVALID_ARGUMENT" -> invalid(message, isKey(error) ? "invalid_api_key" : tooLong(message));
            case "FAILED_PRECONDITION", "OUT_OF_RANGE" -> invalid(message, null);
            case "UNAUTHENTICATED" -> invalid(message, "invalid_api_key");
            case "PERMISSION_DENIED" -> ApiError.of(message, "permission_error", null, null);
            case "NOT_FOUND" -> invalid(message, "model_not_found");
            case "RESOURCE_EXHAUSTED" -> ApiError.of(message, "rate_limit_error", null, "rate_limit_exceeded");
            case "UNAVAILABLE" -> ApiError.of(message, "server_error", null, "overloaded");
            case "DEADLINE_EXCEEDED" -> ApiError.of(message, "server_error", null, "timeout");
            default -> ApiError.of(message, "server_error", null, null);
        };
    }

    /** What its details say of another try, or null. */
    static @Nullable Duration retryAfter(Json document) {
        for (Json detail : document.get("error").get("details").elements()) {
            Json delay = detail.get("retryDelay");
            if (detail.get("@type").textEquals(RETRY_INFO) && delay.isString()) {
                return duration(delay.asString());
            }
        }
        return null;
    }

    /** Seconds, as {@code 34.07s}, of at most a day; null if it is nothing of the kind. */
    private static @Nullable Duration duration(String text) {
        if (!text.endsWith("s")) {
            return null;
        }
        try {
            double seconds = Double.parseDouble(text.substring(0, text.length() - 1));
            return seconds >= 0 && seconds <= LONGEST_DELAY ? Duration.ofMillis((long) (seconds * 1_000)) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static boolean isKey(Json error) {
        for (Json detail : error.get("details").elements()) {
            if (detail.get("reason").textEquals("API_KEY_INVALID")) {
                return true;
            }
        }
        Json message = error.get("message");
        return message.isString() && message.asString().contains("API key not valid");
    }

    private static @Nullable String tooLong(String message) {
        return message.contains("exceeds the maximum number of tokens") ? "context_length_exceeded" : null;
    }

    private static ApiError invalid(String message, @Nullable String code) {
        return ApiError.of(message, "invalid_request_error", null, code);
    }
}

package dev.qlite.provider.anthropic;

import dev.qlite.chat.ApiError;
import dev.qlite.json.Json;
import org.jspecify.annotations.Nullable;

/** Anthropic's errors in OpenAI's words. */
final class AnthropicErrors {
    private AnthropicErrors() {}

    /** The error that a document or an event is; null where it is none. */
    static @Nullable ApiError of(Json document) {
        Json error = document.get("error");
        if (!document.get("type").textEquals("error") && !error.isObject()) {
            return null;
        }
        Json told = error.get("message");
        String message = told.isString() ? told.asString() : "";
        Json type = error.get("type");
        return switch (type.isString() ? type.asString() : "") {
            case "invalid_request_error" ->
                invalid(message, message.contains("prompt is too long") ? "context_length_exceeded" : null);
            case "authentication_error" -> invalid(message, "invalid_api_key");
            case "not_found_error" -> invalid(message, "model_not_found");
            case "request_too_large" -> invalid(message, "request_too_large");
            case "billing_error" -> ApiError.of(message, "insufficient_quota", null, "insufficient_quota");
            case "permission_error" -> ApiError.of(message, "permission_error", null, null);
            case "rate_limit_error" -> ApiError.of(message, "rate_limit_error", null, "rate_limit_exceeded");
            case "overloaded_error" -> ApiError.of(message, "server_error", null, "overloaded");
            case "timeout_error" -> ApiError.of(message, "server_error", null, "timeout");
            default -> ApiError.of(message, "server_error", null, null);
        };
    }

    private static ApiError invalid(String message, @Nullable String code) {
        return ApiError.of(message, "invalid_request_error", null, code);
    }
}

package dev.qlite.chat;

import dev.qlite.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's error envelope: {@code {"error":{"message","type","param","code"}}}, kept as it came. Immutable.
 *
 * <p>Own errors always have all four members, as the API's schema demands; an upstream's may lack some.
 */
public final class ApiError {
    private final Json envelope;

    private ApiError(Json envelope) {
        this.envelope = envelope;
    }

    /** An error in qlite's own words. */
    public static ApiError of(String message, String type, @Nullable String param, @Nullable String code) {
        Json error = Json.object()
                .put("message", message)
                .put("type", type)
                .put("param", orNull(param))
                .put("code", orNull(code))
                .build();
        return new ApiError(Json.object().put("error", error).build());
    }

    /** The error in a document, or null where the document has no {@code error} member that says something. */
    public static @Nullable ApiError in(Json document) {
        Json error = document.get("error");
        return error.isMissing() || error.isNull() ? null : new ApiError(document);
    }

    /** The whole envelope. */
    public Json json() {
        return envelope;
    }

    /** What went wrong, in words; empty if the envelope does not say. */
    public String message() {
        Json error = envelope.get("error");
        if (error.isString()) {
            return error.asString();
        }
        String message = text(error.get("message"));
        return message == null ? "" : message;
    }

    /** The class of error, such as {@code invalid_request_error}; null if not said. */
    public @Nullable String type() {
        return text(envelope.get("error").get("type"));
    }

    /** The request's field that is at fault, or null. */
    public @Nullable String param() {
        return text(envelope.get("error").get("param"));
    }

    /** The error's code, such as {@code model_not_found}, or null; a number is given as its text. */
    public @Nullable String code() {
        return text(envelope.get("error").get("code"));
    }

    @Override
    public String toString() {
        return envelope.toString();
    }

    private static Json orNull(@Nullable String value) {
        return value == null ? Json.NULL : Json.of(value);
    }

    private static @Nullable String text(Json value) {
        if (value.isString()) {
            return value.asString();
        }
        return value.isNumber() ? value.toString() : null;
    }
}

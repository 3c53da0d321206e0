package dev.qlite.chat;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The root of what a call can fail with. Each failure knows the status and the body that an HTTP client should see;
 * its message never holds a credential or a part of a prompt.
 */
public abstract class QliteException extends RuntimeException {
    private final int status;
    private final ApiError error;
    private final @Nullable String provider;
    private final @Nullable Duration retryAfter;

    protected QliteException(
            int status,
            ApiError error,
            @Nullable String provider,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(error.message(), cause);
        this.status = status;
        this.error = error;
        this.provider = provider;
        this.retryAfter = retryAfter;
    }

    /** The HTTP status that a client should see, 400 to 599. */
    public final int status() {
        return status;
    }

    /** The body that a client should see. */
    public final ApiError error() {
        return error;
    }

    /** The error's code, such as {@code model_not_found}, or null. */
    public final @Nullable String code() {
        return error.code();
    }

    /** The request's field that is at fault, or null. */
    public final @Nullable String param() {
        return error.param();
    }

    /** The configured name of the provider that failed, or null where none was asked. */
    public final @Nullable String provider() {
        return provider;
    }

    /** Whether it is of one caller alone, and says nothing of the provider: others who ask the same are not touched by it. */
    public boolean isPersonal() {
        return false;
    }

    /** More headers that an HTTP client should see, by lower-case name; {@code x-should-retry} is OpenAI's clients' own. */
    public Map<String, String> headers() {
        return Map.of();
    }

    /** How long to wait before another try, as the upstream said it; null where it said nothing. */
    public final @Nullable Duration retryAfter() {
        return retryAfter;
    }
}

package dev.qlite.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The provider cannot be reached, broke off, or said something that is no answer. */
public final class UpstreamUnavailableException extends QliteException {
    private UpstreamUnavailableException(
            int status, String provider, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(
                status,
                ApiError.of("provider " + provider + ": " + message, "server_error", null, "upstream_unavailable"),
                provider,
                retryAfter,
                cause);
    }

    /** A 502: refused, broken off, or garbage. */
    public static UpstreamUnavailableException of(String provider, String message, @Nullable Throwable cause) {
        return new UpstreamUnavailableException(502, provider, message, null, cause);
    }

    /** A 503: all of qlite's connections to the provider are taken; nothing was sent. */
    public static UpstreamUnavailableException busy(String provider, String message, @Nullable Throwable cause) {
        return new UpstreamUnavailableException(503, provider, message, Duration.ofSeconds(1), cause);
    }
}

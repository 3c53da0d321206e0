package dev.qlite.chat;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The provider answered with an error of its own; its body is kept as it came. */
public final class UpstreamErrorException extends QliteException {
    private final transient Map<String, String> headers;

    /**
     * @param status the status that a client should see
     * @param retryAfter the upstream's wish, or null
     */
    public UpstreamErrorException(String provider, int status, ApiError error, @Nullable Duration retryAfter) {
        this(provider, status, error, retryAfter, Map.of());
    }

    /** @param headers those of the upstream that a client should see, by lower-case name */
    public UpstreamErrorException(
            String provider, int status, ApiError error, @Nullable Duration retryAfter, Map<String, String> headers) {
        super(status, error, provider, retryAfter, null);
        this.headers = Map.copyOf(headers);
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    /** A 502: the provider's answer is larger than qlite takes, in bytes. */
    public static UpstreamErrorException answerTooLarge(String provider, long maxAnswer) {
        String message = "provider " + provider + ": the answer is too large (max_answer: " + maxAnswer + " bytes)";
        return new UpstreamErrorException(
                provider, 502, ApiError.of(message, "server_error", null, "answer_too_large"), null);
    }
}

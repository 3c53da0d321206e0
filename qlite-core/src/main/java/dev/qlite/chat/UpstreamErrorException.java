package dev.qlite.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The provider answered with an error of its own; its body is kept as it came. */
public final class UpstreamErrorException extends QliteException {
    /**
     * @param status the status that a client should see
     * @param retryAfter the upstream's wish, or null
     */
    public UpstreamErrorException(String provider, int status, ApiError error, @Nullable Duration retryAfter) {
        super(status, error, provider, retryAfter, null);
    }

    /** A 502: the provider's answer is larger than qlite takes, in bytes. */
    public static UpstreamErrorException answerTooLarge(String provider, long maxAnswer) {
        String message = "provider " + provider + ": the answer is too large (max_answer: " + maxAnswer + " bytes)";
        return new UpstreamErrorException(
                provider, 502, ApiError.of(message, "server_error", null, "answer_too_large"), null);
    }
}

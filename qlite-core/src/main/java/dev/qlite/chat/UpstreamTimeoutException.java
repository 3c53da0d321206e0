package dev.qlite.chat;

import java.time.Duration;

/** The provider took longer than one of its time-outs allows: a 504. */
public final class UpstreamTimeoutException extends QliteException {
    /**
     * @param timeout the configuration's name of the time-out, such as {@code between_events}
     * @param limit how long it allows
     */
    public UpstreamTimeoutException(String provider, String timeout, Duration limit) {
        super(504, error(provider, timeout, limit), provider, null, null);
    }

    private static ApiError error(String provider, String timeout, Duration limit) {
        String message = "provider " + provider + ": no answer in time (" + timeout + ": " + limit.toMillis() + " ms)";
        return ApiError.of(message, "server_error", null, "upstream_timeout");
    }
}

package dev.qlite.chat;

import java.time.Duration;

/**
 * The caller is gone, or its own time is over: a failure of this caller alone, which says nothing about the provider.
 * Its status is a 504 where time ran out and a 503 where somebody cancelled.
 */
public final class CallCancelledException extends QliteException {
    private CallCancelledException(int status, String message, String code) {
        super(status, ApiError.of(message, "server_error", null, code), null, null, null);
    }

    /** Somebody cancelled the call, or closed its reply. */
    public static CallCancelledException cancelled() {
        return new CallCancelledException(503, "the call was cancelled", "cancelled");
    }

    /** The caller's own time is over. */
    public static CallCancelledException outOfTime() {
        return new CallCancelledException(504, "the caller's time is over", "timeout");
    }

    /** It read so slowly that others, who share the answer, were held up. */
    public static CallCancelledException tooSlow(Duration patience) {
        String message = "the answer was not read for " + patience.toMillis() + " ms, and others wait for it";
        return new CallCancelledException(504, message, "read_too_slowly");
    }

    @Override
    public boolean isPersonal() {
        return true;
    }
}

package dev.qlite.chat;

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
}

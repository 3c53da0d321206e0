package dev.qlite.chat;

/** Something nobody had foreseen: a 500 that tells a client nothing; what it was is the cause. */
public final class InternalErrorException extends QliteException {
    public InternalErrorException(Throwable cause) {
        super(500, ApiError.of("internal error", "server_error", null, "internal_error"), null, null, cause);
    }
}

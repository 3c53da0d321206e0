package dev.qlite.chat;

/** The client wanted an answer from the cache only, and there is none: a 504 (RFC 9111, 5.2.1.7). Nobody was asked. */
public final class NotCachedException extends QliteException {
    public NotCachedException() {
        super(
                504,
                ApiError.of(
                        "Cache-Control: only-if-cached, but there is no such answer",
                        "invalid_request_error",
                        null,
                        "not_cached"),
                null,
                null,
                null);
    }
}

package dev.qlite.chat;

import java.util.Map;

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

    /** It will not be there a moment later either. */
    @Override
    public Map<String, String> headers() {
        return Map.of("x-should-retry", "false");
    }
}

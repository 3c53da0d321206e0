package dev.qlite.chat;

import java.time.Duration;

/** There is no room for the call now: a 503, said before anything is paid for. */
public final class OverloadedException extends QliteException {
    private static final Duration SOON = Duration.ofSeconds(1);

    /** @param what is full, in words */
    public OverloadedException(String what) {
        super(503, ApiError.of(what, "server_error", null, "overloaded"), null, SOON, null);
    }
}

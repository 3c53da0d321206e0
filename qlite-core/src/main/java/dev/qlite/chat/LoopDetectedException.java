package dev.qlite.chat;

import java.util.Map;

/** The call has come round to a provider that has passed it on before: it would go on for ever. A 508 (RFC 5842, 7.2). */
public final class LoopDetectedException extends QliteException {
    /** @param provider its configured name */
    public LoopDetectedException(String provider) {
        super(
                508,
                ApiError.of(
                        "provider " + provider + ": its base_url leads back to here (expected: another server)",
                        "server_error",
                        null,
                        "loop_detected"),
                provider,
                null,
                null);
    }

    /** It would come round again. */
    @Override
    public Map<String, String> headers() {
        return Map.of("x-should-retry", "false");
    }
}

package dev.qlite.sse;

/**
 * A stream of Server-Sent Events that cannot be read: one of its events is over the reader's limit. Nothing else is an
 * error: WHATWG HTML §9.2 gives every other sequence of bytes a meaning. The message holds sizes, never content.
 */
public final class SseException extends RuntimeException {
    SseException(String message) {
        super(message);
    }
}

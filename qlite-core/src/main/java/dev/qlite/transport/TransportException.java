package dev.qlite.transport;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP exchange that did not come to its end. The message says which host and port and what happened; it never holds
 * a header's value or a part of a body.
 */
public final class TransportException extends RuntimeException {

    /** What happened, as far as a caller may want to act on it. */
    public enum Kind {
        /** No connection: refused, unreachable, unknown host, failed handshake, too slow. Nothing of the request was sent. */
        CONNECT,
        /** No connection came free in time. Nothing of the request was sent. */
        EXHAUSTED,
        /** The connection was reset or closed before the end that the framing promised. */
        BROKEN,
        /** The peer does not speak HTTP. */
        PROTOCOL,
        /** We ended it: the exchange or its transport was closed, or the thread was interrupted. */
        CLOSED
    }

    private final Kind kind;

    public TransportException(Kind kind, String message) {
        this(kind, message, null);
    }

    public TransportException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

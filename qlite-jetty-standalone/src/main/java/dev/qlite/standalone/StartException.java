package dev.qlite.standalone;

/** A server that cannot start; the message says why, in words for its operator. */
final class StartException extends RuntimeException {
    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.qlite.pipeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of an HTTP request passes to a provider beside the operation's path, without anybody having read it. Immutable, as
 * long as nobody writes into the body's array: it is not copied.
 */
public final class Unread {
    private final String method;
    private final @Nullable String query;
    private final Map<String, String> headers;
    private final byte[] body;

    /**
     * @param query as it came, escapes and all; null for none
     * @param headers those that go on, by their names
     * @param body the whole body; empty if there is none
     */
    public Unread(String method, @Nullable String query, Map<String, String> headers, byte[] body) {
        this.method = method;
        this.query = query;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    public String method() {
        return method;
    }

    /** What stood behind the question mark, or null. */
    public @Nullable String query() {
        return query;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** The body itself, not a copy; empty if there is none. */
    public byte[] body() {
        return body;
    }

    /** Nothing of what is passed on. */
    @Override
    public String toString() {
        return method + ", " + body.length + " bytes";
    }
}

package dev.qlite.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.transport.Headers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A request as it reached a {@link FakeUpstream}, read to its end. Thread-safe. */
public final class RecordedRequest {
    private final String method;
    private final String path;
    private final Headers headers;
    private final byte[] body;
    private final CountDownLatch clientClosed;

    RecordedRequest(String method, String path, Headers headers, byte[] body, CountDownLatch clientClosed) {
        this.method = method;
        this.path = path;
        this.headers = headers;
        this.body = body;
        this.clientClosed = clientClosed;
    }

    public String method() {
        return method;
    }

    /** The request target as it was sent, with its query. */
    public String path() {
        return path;
    }

    public Headers headers() {
        return headers;
    }

    /** The first value of that header, or null. */
    public @Nullable String header(String name) {
        return headers.first(name);
    }

    /** A copy of the body, without transfer coding; empty if there was none. */
    public byte[] body() {
        return body.clone();
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, UTF_8);
    }

    /**
     * Waits until the client has closed the connection that brought this request: it sees a cancelled exchange.
     *
     * @throws AssertionError if it has not within that time
     */
    public void awaitClientClosed(Duration atMost) {
        Waits.forLatch(clientClosed, atMost, "client of " + this + ": did not close its connection");
    }

    /** Without headers and body. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}

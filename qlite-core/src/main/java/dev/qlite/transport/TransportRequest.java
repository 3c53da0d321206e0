package dev.qlite.transport;

import java.net.URI;
import java.util.List;

/**
 * A request as it is to be sent: method, URI, headers and the whole body. Immutable, as long as nobody writes into the
 * body's array: it is not copied.
 */
public final class TransportRequest {
    /** Describe the message's way over one connection, which is the transport's own (RFC 9110, 7.6.1; RFC 9112, 6). */
    private static final List<String> OF_THE_TRANSPORT = List.of(
            "Host",
            "Content-Length",
            "Transfer-Encoding",
            "Connection",
            "Keep-Alive",
            "TE",
            "Trailer",
            "Upgrade",
            "Expect");

    private static final byte[] EMPTY = {};

    private final String method;
    private final URI uri;
    private final Headers headers;
    private final byte[] body;

    private TransportRequest(String method, URI uri, Headers headers, byte[] body) {
        if (!Headers.isToken(method) || method.equals("CONNECT")) {
            throw new IllegalArgumentException("method: unusable (expected: as GET or POST)");
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        // The URI itself stays out of the message: some APIs take keys in their query.
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("uri: unusable (expected: http or https, a host, no user info)");
        }
        for (String name : OF_THE_TRANSPORT) {
            if (headers.contains(name)) {
                throw new IllegalArgumentException("header " + name + ": is set by the transport");
            }
        }
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
    }

    /**
     * A request with a body, which may be empty.
     *
     * @throws IllegalArgumentException if the URI is not an absolute {@code http} or {@code https} one, or if a header is
     *     one that the transport sets itself, as {@code Host} and {@code Content-Length}
     */
    public static TransportRequest of(String method, URI uri, Headers headers, byte[] body) {
        return new TransportRequest(method, uri, headers, body);
    }

    /** A {@code GET} without a body; throws as {@link #of}. */
    public static TransportRequest get(URI uri, Headers headers) {
        return new TransportRequest("GET", uri, headers, EMPTY);
    }

    /** A {@code POST}; throws as {@link #of}. */
    public static TransportRequest post(URI uri, Headers headers, byte[] body) {
        return new TransportRequest("POST", uri, headers, body);
    }

    /** The same with one header more; throws as {@link #of}. */
    public TransportRequest with(String name, String value) {
        return new TransportRequest(
                method, uri, headers.toBuilder().add(name, value).build(), body);
    }

    public String method() {
        return method;
    }

    public URI uri() {
        return uri;
    }

    public Headers headers() {
        return headers;
    }

    /** The body itself, not a copy; empty if there is none. */
    public byte[] body() {
        return body;
    }

    /** The host and port, as messages name them. */
    public String peer() {
        return uri.getHost() + ":" + port();
    }

    /** Whether it goes over TLS. */
    public boolean secure() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** The port that it goes to, said or not. */
    public int port() {
        return uri.getPort() >= 0 ? uri.getPort() : secure() ? 443 : 80;
    }

    /** Without the query, the values of headers and the body. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + ", headers: "
                + headers + ", body: " + body.length + " bytes";
    }
}

package dev.qlite.transport.sockets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.qlite.transport.HttpProxy;
import dev.qlite.transport.TransportRequest;
import java.net.URI;

/** A request as HTTP/1.1 writes it (RFC 9112, 3). */
final class RequestBytes {
    /** What goes in one TLS record, and into the buffer of any socket that is idle. */
    static final int SMALL = 16 << 10;

    private static final byte[] NONE = {};

    private final byte[] first;
    private final byte[] rest;

    private RequestBytes(byte[] first, byte[] rest) {
        this.first = first;
        this.rest = rest;
    }

    static RequestBytes of(TransportRequest request, Origin origin) {
        byte[] body = request.body();
        String head = head(request, origin);
        if (head.length() + body.length > SMALL) {
            return new RequestBytes(head.getBytes(ISO_8859_1), body);
        }
        byte[] whole = new byte[head.length() + body.length];
        ascii(head, whole);
        System.arraycopy(body, 0, whole, head.length(), body.length);
        return new RequestBytes(whole, NONE);
    }

    /** A request to a proxy for a way through it, to the origin (RFC 9110, 9.3.6). */
    static byte[] connect(Origin origin, HttpProxy proxy) {
        StringBuilder head = new StringBuilder(256)
                .append("CONNECT ")
                .append(origin.authority())
                .append(" HTTP/1.1\r\nHost: ")
                .append(origin.authority())
                .append("\r\n");
        login(head, proxy);
        return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    /** The head, and a small body with it. */
    byte[] first() {
        return first;
    }

    /** A body that is not small; else empty. */
    byte[] rest() {
        return rest;
    }

    private static String head(TransportRequest request, Origin origin) {
        URI uri = request.uri();
        StringBuilder head = new StringBuilder(512).append(request.method()).append(' ');
        if (origin.asksProxy()) {
            head.append("http://").append(host(origin));
        }
        target(head, uri);
        head.append(" HTTP/1.1\r\nHost: ").append(host(origin)).append("\r\n");
        request.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        if (origin.asksProxy() && origin.proxy() != null) {
            login(head, origin.proxy());
        }
        // A method that has a meaning for a body says that there is none (RFC 9110, 8.6).
        if (request.body().length > 0
                || !(request.method().equals("GET") || request.method().equals("HEAD"))) {
            head.append("Content-Length: ").append(request.body().length).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private static String host(Origin origin) {
        return origin.port() == (origin.secure() ? 443 : 80) ? origin.host() : origin.authority();
    }

    private static void login(StringBuilder head, HttpProxy proxy) {
        if (proxy.authorization() != null) {
            head.append("Proxy-Authorization: ").append(proxy.authorization()).append("\r\n");
        }
    }

    private static void target(StringBuilder head, URI uri) {
        String path = uri.getRawPath();
        int start = head.length();
        head.append(path == null || path.isEmpty() ? "/" : path);
        if (uri.getRawQuery() != null) {
            head.append('?').append(uri.getRawQuery());
        }
        for (int i = start; i < head.length(); i++) {
            if (head.charAt(i) > 0x7E) {
                head.setLength(start);
                target(head, URI.create(uri.toASCIIString()));
                return;
            }
        }
    }

    @SuppressWarnings("deprecation") // drops the upper half of each char, as is wanted: there is nothing in it
    private static void ascii(String text, byte[] into) {
        text.getBytes(0, text.length(), into, 0);
    }
}

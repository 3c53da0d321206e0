package dev.qlite.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.qlite.transport.Headers;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests off a connection, whole. Not thread-safe. */
final class RequestReader {
    private final InputStream in;
    private final CountDownLatch clientClosed;

    RequestReader(InputStream in, CountDownLatch clientClosed) {
        this.in = in;
        this.clientClosed = clientClosed;
    }

    /**
     * The next request, or null if the client has closed the connection before one.
     *
     * @throws EOFException if it closed the connection within one
     * @throws ProtocolException if what it sends is not a request
     */
    @Nullable
    RecordedRequest next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        String requestLine = (char) first + line();
        String[] parts = requestLine.split(" ", -1);
        if (parts.length != 3) {
            throw new ProtocolException("request line: " + parts.length + " parts (expected: method, target, version)");
        }
        Headers headers = headers();
        return new RecordedRequest(parts[0], parts[1], headers, body(headers), clientClosed);
    }

    private Headers headers() throws IOException {
        Headers.Builder headers = Headers.builder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new ProtocolException("header line: no colon (expected: name: value)");
            }
            headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return headers.build();
    }

    private byte[] body(Headers headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.first("Transfer-Encoding"))) {
            return chunks();
        }
        String length = headers.first("Content-Length");
        return length == null ? new byte[0] : exactly(Integer.parseInt(length));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line().split(";", -1)[0].strip(), 16);
            if (size == 0) {
                headers();
                return body.toByteArray();
            }
            body.write(exactly(size));
            line();
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("request: cut within its body");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("request: cut within its head");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(ISO_8859_1);
    }
}

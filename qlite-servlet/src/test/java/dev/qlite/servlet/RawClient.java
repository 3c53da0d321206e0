package dev.qlite.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP/1.1 client of bytes: it sees the chunks as the server sent them, and leaves as it likes. */
final class RawClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RawClient.class);

    private final Socket socket;
    private final InputStream in;
    private boolean chunkBefore;
    private Map<String, String> trailers = Map.of();

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) Door.SOON.toMillis());
    }

    static RawClient connect(int port) {
        try {
            return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A status line and headers, by lower-case name. */
    record Head(int status, Map<String, String> headers) {
        String header(String name) {
            return Objects.requireNonNull(headers.get(name), () -> "no header " + name + " in " + headers);
        }
    }

    RawClient send(String text) {
        return send(text.getBytes(UTF_8));
    }

    RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a whole request of JSON; each header is a line. */
    RawClient post(String path, String body, String... headers) {
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: door\r\n");
        head.append("Content-Type: application/json\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("Content-Length: ").append(body.getBytes(UTF_8).length).append("\r\n\r\n");
        return send(head + body);
    }

    /** Sends the head of a request of JSON, and nothing of its body. */
    RawClient begin(String path, int length) {
        String head = "POST " + path + " HTTP/1.1\r\nHost: door\r\nContent-Type: application/json\r\n";
        return send(head + "Content-Length: " + length + "\r\n\r\n");
    }

    Head head() {
        String status = line();
        return new Head(Integer.parseInt(status.split(" ", -1)[1]), fields());
    }

    /** Headers or trailers to the empty line after them, by lower-case name. */
    private Map<String, String> fields() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** The next chunk as it was framed; empty at the end of the body. */
    String chunk() {
        if (chunkBefore) {
            line(); // Jetty sends the line end of a chunk only with the next one.
        }
        int size = Integer.parseInt(line(), 16);
        String data = exactly(size);
        chunkBefore = size > 0;
        if (size == 0) {
            trailers = fields();
        }
        return data;
    }

    /** All chunks to the end of the body. */
    String chunks() {
        StringBuilder all = new StringBuilder();
        for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
            all.append(chunk);
        }
        return all.toString();
    }

    /** What has come after the last chunk, by lower-case name. */
    Map<String, String> trailers() {
        return trailers;
    }

    /** The body as the head delimits it. A stream whose events were all there at once has a length. */
    String body(Head head) {
        String length = head.headers().get("content-length");
        return length == null ? chunks() : exactly(Integer.parseInt(length));
    }

    /** All that comes until the server closes the connection. */
    String toEnd() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            in.transferTo(rest);
        } catch (SocketException e) {
            LOG.debug("a reset", e); // after a refusal: what came before it has been read
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rest.toString(UTF_8);
    }

    /** Whether the connection ends within a body, without its last chunk; waits for that. */
    boolean breaksOff() {
        try {
            StringBuilder rest = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                rest.append((char) c);
            }
            return !rest.toString().endsWith("0\r\n\r\n");
        } catch (SocketException e) {
            return true; // a reset is no good end either
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server has closed the connection; waits for what comes. */
    boolean atEnd() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says that nothing more will be sent, and reads on. */
    RawClient endOutput() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves in good order. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves with a reset. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String exactly(int size) {
        try {
            byte[] bytes = in.readNBytes(size);
            if (bytes.length < size) {
                throw new EOFException("the server closed the connection within a body: " + new String(bytes, UTF_8));
            }
            return new String(bytes, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line, without its end. */
    String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException("the server closed the connection after: " + line);
                }
                if (c != '\r') {
                    line.write(c);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString(ISO_8859_1);
    }
}

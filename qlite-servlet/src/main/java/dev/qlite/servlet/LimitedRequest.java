package dev.qlite.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A request whose body ends with an exception when it is too large, and is inflated if it is in gzip. */
final class LimitedRequest extends HttpServletRequestWrapper {
    private final long maxBytes;
    private final boolean gzip;
    private @Nullable Body body;
    private @Nullable BufferedReader reader;

    LimitedRequest(HttpServletRequest request, long maxBytes) {
        super(request);
        this.maxBytes = maxBytes;
        this.gzip = isGzip(request.getHeader("Content-Encoding"));
    }

    static boolean isGzip(@Nullable String encoding) {
        return "gzip".equalsIgnoreCase(encoding) || "x-gzip".equalsIgnoreCase(encoding);
    }

    /** Whether more came than may. */
    boolean isOver() {
        return body != null && body.isOver();
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (body == null) {
            ServletInputStream raw = super.getInputStream();
            body = new Body(raw, gzip ? new GZIPInputStream(raw) : raw, maxBytes);
        }
        return body;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (reader == null) {
            String encoding = getCharacterEncoding();
            Charset charset = encoding == null ? StandardCharsets.ISO_8859_1 : Charset.forName(encoding);
            reader = new BufferedReader(new InputStreamReader(getInputStream(), charset));
        }
        return reader;
    }

    @Override
    public int getContentLength() {
        return gzip ? -1 : super.getContentLength();
    }

    @Override
    public long getContentLengthLong() {
        return gzip ? -1 : super.getContentLengthLong();
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public int getIntHeader(String name) {
        return isHidden(name) ? -1 : super.getIntHeader(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                .filter(name -> !isHidden(name))
                .toList());
    }

    /** What is not true of the inflated body. */
    private boolean isHidden(String name) {
        return gzip && ("Content-Encoding".equalsIgnoreCase(name) || "Content-Length".equalsIgnoreCase(name));
    }

    /** The body itself. */
    private static final class Body extends ServletInputStream {
        private final ServletInputStream raw;
        private final InputStream in;
        private long left;
        private boolean ended;

        Body(ServletInputStream raw, InputStream in, long maxBytes) {
            this.raw = raw;
            this.in = in;
            this.left = maxBytes;
        }

        boolean isOver() {
            return left < 0;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            requireRoom();
            int count = in.read(into, offset, length);
            if (count < 0) {
                ended = true;
                return count;
            }
            left -= count;
            requireRoom();
            return count;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public boolean isFinished() {
            return in == raw ? raw.isFinished() : ended;
        }

        @Override
        public boolean isReady() {
            return raw.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            if (in != raw) {
                throw new IllegalStateException("a body in gzip cannot be read by a listener");
            }
            raw.setReadListener(listener);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }

        private void requireRoom() throws IOException {
            if (isOver()) {
                throw new IOException("the body is too large");
            }
        }
    }
}

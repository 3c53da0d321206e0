package dev.qlite.sse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Puts framing and payloads together in a buffer, for one write of many small events; a large line is written past the buffer. */
final class StreamSseWriter implements SseWriter {
    private static final byte[] DATA = {'d', 'a', 't', 'a', ':', ' '};
    private static final byte[] COMMENT = {':', ' '};
    /** How many bytes are gathered before a write: enough for several events of an answer. */
    private static final int BATCH = 2 * 1024;
    /** From here on, in bytes, a second write costs less than the copy. */
    private static final int LARGE = 16 * 1024;

    private final OutputStream out;
    private final Bytes buffer = new Bytes(BATCH);

    StreamSseWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void event(byte[] data) throws IOException {
        write(DATA, data);
    }

    @Override
    public void comment(String text) throws IOException {
        write(COMMENT, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void flush() throws IOException {
        drain();
        out.flush();
    }

    @Override
    public void drain() throws IOException {
        if (!buffer.isEmpty()) {
            try {
                out.write(buffer.array(), 0, buffer.length());
            } finally {
                buffer.clear();
            }
        }
    }

    private void write(byte[] prefix, byte[] text) throws IOException {
        if (buffer.length() + prefix.length + text.length + 2 > BATCH) {
            drain();
        }
        int at = 0;
        int end = Lines.end(text, at, text.length);
        line(prefix, text, at, end);
        while (end < text.length) {
            at = Lines.next(text, end, text.length);
            end = Lines.end(text, at, text.length);
            line(prefix, text, at, end);
        }
        buffer.append('\n');
    }

    private void line(byte[] prefix, byte[] text, int from, int to) throws IOException {
        buffer.append(prefix);
        if (to - from < LARGE) {
            buffer.append(text, from, to);
        } else {
            drain();
            out.write(text, from, to - from);
        }
        buffer.append('\n');
    }
}

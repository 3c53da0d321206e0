package dev.qlite.sse;

import java.io.IOException;
import java.io.OutputStream;

/**
 * One stream of Server-Sent Events being written, in the format of
 * <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">WHATWG HTML
 * §9.2</a>. Every method throws the {@link IOException} of what lies beneath, a client that left for example; the
 * stream is broken then. Not thread-safe.
 */
public interface SseWriter {
    /**
     * Writes an event without a name: {@code data: …} and a blank line. The format cannot carry a CR, LF or CRLF in
     * data as it is: it divides the data into several lines, and a reader gets an LF in its place.
     *
     * @param data the payload, UTF-8 by the standard, written as it is; not kept
     */
    void event(byte[] data) throws IOException;

    /**
     * Writes a comment, which readers skip: {@code : text} and a blank line. Each line of the text becomes a comment
     * line, so that none is read as a field.
     */
    void comment(String text) throws IOException;

    /** Sends what was written on its way to the reader. */
    void flush() throws IOException;

    /**
     * A writer to a stream of bytes. An event or comment reaches the stream as one {@code write}, or a few if it is
     * large; {@code flush} flushes the stream, and nothing here closes it.
     */
    static SseWriter to(OutputStream out) {
        return new StreamSseWriter(out);
    }
}

package dev.qlite.sse;

import java.io.IOException;
import java.io.OutputStream;

/**
 * One stream of Server-Sent Events being written, in the format of
 * <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">WHATWG HTML
 * §9.2</a>. What is written is gathered until {@link #flush} or {@link #drain}, or until it is some KB. Every method
 * throws the {@link IOException} of what lies beneath, a client that left for example; the stream is broken then. Not
 * thread-safe.
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

    /** Hands the stream beneath what was written, and flushes it: the reader is to have it now. */
    void flush() throws IOException;

    /** Hands the stream beneath what was written: at the end, where that is closed and so flushed by somebody else. */
    void drain() throws IOException;

    /** A writer to a stream of bytes, which nothing here closes. */
    static SseWriter to(OutputStream out) {
        return new StreamSseWriter(out);
    }
}

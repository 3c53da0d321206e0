package dev.qlite.sse;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream of bytes into Server-Sent Events by the rules of
 * <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">WHATWG HTML
 * §9.2</a>, however the stream is cut into buffers. One reader reads one stream. Not thread-safe.
 *
 * <p>Of the fields, {@code data} and {@code event} are read; {@code id} and {@code retry} serve a client that
 * reconnects and are ignored, as are all others. Data is handed out as the bytes that came: invalid UTF-8 is the
 * consumer's concern.
 *
 * <p>An event is bounded: its lines, comments and ignored fields among them, may hold so many bytes as the constructor
 * was told, not counting line ends. An endless line is an error, whatever it is made of; so are endless comments
 * without a blank line among them.
 *
 * <pre>{@code
 * for (byte[] data = reader.read(in); data != null; data = reader.read(in)) {
 *     handle(reader.eventName(), data);
 * }
 * }</pre>
 */
public final class SseReader {
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] NONE = {};
    /** How much of a buffer without an accessible array is copied out at a time, in bytes: a few events' worth. */
    private static final int CHUNK = 2048;

    private final int maxEventBytes;
    private final PendingEvent pending = new PendingEvent();

    /** The beginning of a line that a cut divides. A line that lies wholly in one buffer is read where it lies. */
    private final Bytes divided = new Bytes();

    private boolean firstLine = true;
    private boolean afterCr;
    private long size;

    private byte[] chunk = NONE;
    private int scanned;

    /**
     * A reader at the beginning of a stream.
     *
     * @param maxEventBytes the most bytes that the lines of one event may hold together, without their line ends
     * @throws IllegalArgumentException if {@code maxEventBytes} is not positive
     */
    public SseReader(int maxEventBytes) {
        if (maxEventBytes <= 0) {
            throw new IllegalArgumentException("maxEventBytes: " + maxEventBytes + " (expected: > 0)");
        }
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Consumes bytes up to the end of the next event. Later events stay unread in {@code in}: call again. A blank line
     * that ends in CR completes its event at once; an LF that comes later is then skipped as the rest of that line end.
     *
     * @param in the next bytes of the stream, in any kind of buffer; not kept
     * @return the event's data, in an array of the caller's own, empty for a bare {@code data:}; null when {@code in}
     *     is used up and no event is complete
     * @throws SseException if the event is over the limit; the reader is spent then and throws again
     */
    public byte @Nullable [] read(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte[] event = in.hasArray() ? scanArray(in) : scanChunk(in);
            if (event != null) {
                return event;
            }
        }
        return null;
    }

    /** The {@code event} field of the event last returned; {@code message} if it had none, or before any event. */
    public String eventName() {
        return pending.dispatchedName();
    }

    /**
     * Ends the stream: the data of a last event that lacks its blank line, perhaps its line end too. By §9.2 such an
     * event is dropped; a lenient caller looks whether it is whole.
     *
     * @return the data, or null if no data line came after the last event
     * @throws SseException if the reader is spent
     */
    public byte @Nullable [] end() {
        count(0);
        if (!divided.isEmpty()) {
            endLine(NONE, 0, 0);
        }
        return pending.dispatch();
    }

    private byte @Nullable [] scanArray(ByteBuffer in) {
        int from = in.arrayOffset() + in.position();
        byte[] event = scan(in.array(), from, from + in.remaining());
        in.position(in.position() + scanned);
        return event;
    }

    private byte @Nullable [] scanChunk(ByteBuffer in) {
        if (chunk.length == 0) {
            chunk = new byte[CHUNK];
        }
        int length = Math.min(in.remaining(), CHUNK);
        in.get(in.position(), chunk, 0, length);
        byte[] event = scan(chunk, 0, length);
        in.position(in.position() + scanned);
        return event;
    }

    /** Reads up to the end of the next event or to {@code to}; {@code scanned} then says how many bytes that were. */
    private byte @Nullable [] scan(byte[] bytes, int from, int to) {
        int at = afterCr && bytes[from] == '\n' ? from + 1 : from;
        afterCr = false;
        byte[] event = null;
        while (event == null && at < to) {
            int end = Lines.end(bytes, at, to);
            count(end - at);
            if (end == to) {
                divided.append(bytes, at, to);
                at = to;
            } else {
                event = endLine(bytes, at, end);
                at = Lines.next(bytes, end, to);
                afterCr = at == to && bytes[to - 1] == '\r';
            }
        }
        scanned = at - from;
        return event;
    }

    private void count(int bytes) {
        size += bytes;
        if (size > maxEventBytes) {
            throw new SseException("event: over " + maxEventBytes + " bytes");
        }
    }

    /** These bytes complete a line, perhaps a divided one. Returns the event that the line completes. */
    private byte @Nullable [] endLine(byte[] bytes, int from, int to) {
        if (divided.isEmpty()) {
            return line(bytes, from, to);
        }
        divided.append(bytes, from, to);
        byte[] event = line(divided.array(), 0, divided.length());
        divided.clear();
        return event;
    }

    private byte @Nullable [] line(byte[] bytes, int from, int to) {
        int start = firstLine ? afterBom(bytes, from, to) : from;
        firstLine = false;
        if (start < to) {
            pending.line(bytes, start, to);
            return null;
        }
        size = 0;
        return pending.dispatch();
    }

    private static int afterBom(byte[] bytes, int from, int to) {
        int end = from + BOM.length;
        return end <= to && Arrays.equals(BOM, 0, BOM.length, bytes, from, end) ? end : from;
    }
}

package dev.qlite.provider;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A body in gzip (RFC 1952) on its way: takes its bytes piece by piece, however they are cut, and gives what they inflate
 * to. Not thread-safe.
 */
final class Gunzip {
    private static final int MAGIC = 0x8b1f;
    private static final int DEFLATE = 8;
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int TRAILER = 8;

    private final ByteBuffer packed =
            ByteBuffer.allocate(8 << 10).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private Part part = Part.HEADER;

    private enum Part {
        HEADER,
        BODY,
        TRAILER,
        REST
    }

    /** Where the next bytes go, after those that wait; flip it with {@link #filled}. */
    ByteBuffer room() {
        return packed.compact();
    }

    /** Says that bytes were put into {@link #room}, or none. */
    void filled() {
        packed.flip();
    }

    /** Whether all of it has been given; what comes after it is left alone. */
    boolean ended() {
        return part == Part.REST;
    }

    /**
     * Inflates what is at hand.
     *
     * @return how many bytes; 0 if more must come first, or it has ended
     * @throws DataFormatException if it is no gzip, or broken
     */
    int inflate(ByteBuffer into) throws DataFormatException {
        if (part == Part.HEADER && readHeader()) {
            part = Part.BODY;
            inflater.setInput(packed);
        }
        int count = part == Part.BODY ? inflateBody(into) : 0;
        if (part == Part.TRAILER && packed.remaining() >= TRAILER) {
            readTrailer();
        }
        if (part == Part.REST) {
            packed.position(packed.limit());
        }
        return count;
    }

    private int inflateBody(ByteBuffer into) throws DataFormatException {
        inflater.setInput(packed);
        int begin = into.position();
        int count = inflater.inflate(into);
        checksum.update(into.duplicate().flip().position(begin));
        if (inflater.needsDictionary()) {
            throw new DataFormatException("it needs a dictionary");
        }
        if (inflater.finished()) {
            part = Part.TRAILER;
        }
        return count;
    }

    private void readTrailer() throws DataFormatException {
        int crc = packed.getInt();
        int size = packed.getInt();
        boolean isRight = crc == (int) checksum.getValue() && size == (int) inflater.getBytesWritten();
        inflater.end();
        part = Part.REST;
        if (!isRight) {
            throw new DataFormatException("its checksum is another");
        }
    }

    /** Goes past the header; false, and nowhere, if it is not all there. */
    private boolean readHeader() throws DataFormatException {
        int begin = packed.position();
        int end = headerEnd();
        packed.position(end < 0 ? begin : end);
        if (end < 0 && packed.remaining() == packed.capacity()) {
            throw new DataFormatException("its header does not end");
        }
        return end >= 0;
    }

    /** Where the header ends, or -1 if more must come first. */
    private int headerEnd() throws DataFormatException {
        if (packed.remaining() < 10) {
            return -1;
        }
        int at = packed.position();
        if ((packed.getShort(at) & 0xffff) != MAGIC || packed.get(at + 2) != DEFLATE) {
            throw new DataFormatException("it does not begin like one");
        }
        int flags = packed.get(at + 3);
        at += 10;
        if ((flags & HAS_EXTRA) != 0) {
            at = at + 2 > packed.limit() ? -1 : at + 2 + (packed.getShort(at) & 0xffff);
        }
        if ((flags & HAS_NAME) != 0) {
            at = afterZero(at);
        }
        if ((flags & HAS_COMMENT) != 0) {
            at = afterZero(at);
        }
        if ((flags & HAS_CHECKSUM) != 0 && at >= 0) {
            at += 2;
        }
        return at > packed.limit() ? -1 : at;
    }

    private int afterZero(int from) {
        if (from < 0) {
            return -1;
        }
        for (int at = from; at < packed.limit(); at++) {
            if (packed.get(at) == 0) {
                return at + 1;
            }
        }
        return -1;
    }
}

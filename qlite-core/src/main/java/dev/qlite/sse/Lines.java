package dev.qlite.sse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The line ends of WHATWG HTML §9.2: CR, LF or both; nothing else, not U+2028 and not U+0085, ends a line. */
final class Lines {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = ONES << 7;
    private static final long LFS = '\n' * ONES;
    private static final long CRS = '\r' * ONES;

    private Lines() {}

    /** The index of the first CR or LF in {@code [from, to)}, or {@code to}. */
    static int end(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long eight = (long) EIGHT_BYTES.get(bytes, at);
            long ends = zeros(eight ^ LFS) | zeros(eight ^ CRS);
            if (ends != 0) {
                return at + Long.numberOfTrailingZeros(ends) / Byte.SIZE;
            }
        }
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    /** The high bit of the lowest byte that is zero, and perhaps of some above it; 0 if none is zero. */
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & HIGH_BITS;
    }

    /** The index after the line end at {@code end}, which holds a CR or LF: a CRLF inside {@code [end, to)} is one. */
    static int next(byte[] bytes, int end, int to) {
        boolean crLf = bytes[end] == '\r' && end + 1 < to && bytes[end + 1] == '\n';
        return crLf ? end + 2 : end + 1;
    }
}

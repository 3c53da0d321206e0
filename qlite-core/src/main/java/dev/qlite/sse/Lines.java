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
    /** The least byte that is above LF and CR. */
    private static final int ABOVE = '\r' + 1;

    private Lines() {}

    /** The index of the first CR or LF in {@code [from, to)}, or {@code to}. */
    static int end(byte[] bytes, int from, int to) {
        int at = low(bytes, from, to);
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at = low(bytes, at + 1, to);
        }
        return at;
    }

    /** The index of the first byte that may be a line end, for it is as low as they are, or {@code to}: eight at a time. */
    private static int low(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long eight = (long) EIGHT_BYTES.get(bytes, at);
            long low = (eight - ABOVE * ONES) & ~eight & HIGH_BITS; // in the lowest that it marks it is right
            if (low != 0) {
                return at + Long.numberOfTrailingZeros(low) / Byte.SIZE;
            }
        }
        while (at < to && (bytes[at] < 0 || bytes[at] >= ABOVE)) {
            at++;
        }
        return at;
    }

    /** The index after the line end at {@code end}, which holds a CR or LF: a CRLF inside {@code [end, to)} is one. */
    static int next(byte[] bytes, int end, int to) {
        boolean crLf = bytes[end] == '\r' && end + 1 < to && bytes[end + 1] == '\n';
        return crLf ? end + 2 : end + 1;
    }
}

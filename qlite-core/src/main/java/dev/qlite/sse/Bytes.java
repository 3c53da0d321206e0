package dev.qlite.sse;

import java.util.Arrays;

/** A growing array of bytes, used again and again; it is given back when it grew huge. Not thread-safe. */
final class Bytes {
    /** What an emptied buffer may keep for the next use, in bytes. */
    static final int KEPT = 64 * 1024;

    private static final byte[] NONE = {};
    /** Some JVMs refuse arrays beyond this. */
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private final int smallest;
    private byte[] array = NONE;
    private int length;

    Bytes() {
        this(256);
    }

    /** @param smallest what it takes at first, in bytes, once there is something to keep */
    Bytes(int smallest) {
        this.smallest = smallest;
    }

    void append(byte[] bytes, int from, int to) {
        makeRoom(to - from);
        System.arraycopy(bytes, from, array, length, to - from);
        length += to - from;
    }

    void append(byte[] bytes) {
        append(bytes, 0, bytes.length);
    }

    void append(char ascii) {
        makeRoom(1);
        array[length++] = (byte) ascii;
    }

    /** The array itself: {@link #length()} bytes of it count, and only until the next change. */
    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    byte[] copy() {
        return Arrays.copyOf(array, length);
    }

    void clear() {
        length = 0;
        if (array.length > KEPT) {
            array = NONE;
        }
    }

    private void makeRoom(int more) {
        long needed = (long) length + more;
        if (needed > array.length) {
            long roomy = Math.max(smallest, 2L * array.length);
            array = Arrays.copyOf(array, Math.toIntExact(Math.max(needed, Math.min(roomy, LARGEST))));
        }
    }
}

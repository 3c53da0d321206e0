package dev.qlite.cache;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The data of an answer's events, one after the other in one array: what is kept for long is two objects for the garbage collector
 * to look at, and not one for each event. Immutable; {@link #get} makes a copy.
 */
final class PackedEvents extends AbstractList<byte[]> implements RandomAccess {
    static final PackedEvents NONE = of(List.of());

    private final byte[] data;
    private final int[] ends;

    private PackedEvents(byte[] data, int[] ends) {
        this.data = data;
        this.ends = ends;
    }

    /** @throws ArithmeticException if they are more than 2 GB together */
    static PackedEvents of(List<byte[]> events) {
        int[] ends = new int[events.size()];
        int length = 0;
        for (int i = 0; i < ends.length; i++) {
            length = Math.addExact(length, events.get(i).length);
            ends[i] = length;
        }
        byte[] data = new byte[length];
        for (int i = 0; i < ends.length; i++) {
            byte[] event = events.get(i);
            System.arraycopy(event, 0, data, ends[i] - event.length, event.length);
        }
        return new PackedEvents(data, ends);
    }

    @Override
    public byte[] get(int index) {
        Objects.checkIndex(index, ends.length);
        return Arrays.copyOfRange(data, index == 0 ? 0 : ends[index - 1], ends[index]);
    }

    @Override
    public int size() {
        return ends.length;
    }

    /** What they take of the memory, in bytes. */
    long footprint() {
        return data.length + (long) Integer.BYTES * ends.length;
    }
}

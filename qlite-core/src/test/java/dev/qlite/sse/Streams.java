package dev.qlite.sse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Streams in tests: what a reader makes of some bytes, whole or cut. */
final class Streams {
    static final int NO_LIMIT = Integer.MAX_VALUE;

    /** An event as tests compare it: its bytes as Latin-1, so that no byte is lost. */
    record Event(String name, String data) {}

    private Streams() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The events that end inside the stream, which comes in pieces cut before these indexes. */
    static List<Event> events(byte[] stream, int... cuts) {
        return events(new SseReader(NO_LIMIT), stream, UnaryOperator.identity(), cuts);
    }

    static List<Event> events(SseReader reader, byte[] stream, UnaryOperator<ByteBuffer> kind, int... cuts) {
        List<Event> events = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i < cuts.length ? cuts[i] : stream.length;
            ByteBuffer piece = kind.apply(ByteBuffer.wrap(Arrays.copyOfRange(stream, from, to)));
            for (byte[] data = reader.read(piece); data != null; data = reader.read(piece)) {
                events.add(new Event(reader.eventName(), latin1(data)));
            }
            from = to;
        }
        return events;
    }

    /** The cuts that leave pieces of one byte. */
    static int[] everywhere(byte[] stream) {
        int[] cuts = new int[Math.max(0, stream.length - 1)];
        Arrays.setAll(cuts, i -> i + 1);
        return cuts;
    }

    /** The same bytes outside the heap. */
    static ByteBuffer direct(ByteBuffer heap) {
        return ByteBuffer.allocateDirect(heap.remaining()).put(heap).flip();
    }

    /** The same bytes in the middle of a larger array, in a buffer that neither starts nor ends with it. */
    static ByteBuffer sliced(ByteBuffer heap) {
        int length = heap.remaining();
        byte[] larger = new byte[length + 10];
        Arrays.fill(larger, (byte) '\n');
        heap.get(larger, 4, length);
        return ByteBuffer.wrap(larger, 1, length + 7).slice().position(3).limit(3 + length);
    }
}

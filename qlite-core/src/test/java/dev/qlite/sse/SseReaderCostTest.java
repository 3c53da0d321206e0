package dev.qlite.sse;

import static dev.qlite.sse.Streams.NO_LIMIT;
import static dev.qlite.sse.Streams.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reading costs: work that grows with the bytes alone, and no garbage. */
class SseReaderCostTest {
    private static final int LARGE = 8 * 1024 * 1024;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1024, 8192})
    @Timeout(20)
    void aLargeEventInPiecesTakesLinearTime(int piece) {
        byte[] stream = utf8("data: " + "x".repeat(LARGE) + "\n\n");

        assertThat(readInPieces(stream, piece)).hasSize(LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8192})
    @Timeout(20)
    void aLargeEventOfShortLinesTakesLinearTime(int piece) {
        byte[] stream = utf8("data:x\n".repeat(LARGE / 7) + "\n");

        assertThat(readInPieces(stream, piece)).hasSize(LARGE / 7 * 2 - 1);
    }

    @Test
    void anEventInsideTheBufferCostsItsArrayOnly() {
        String data = "x".repeat(200);
        ByteBuffer in = ByteBuffer.wrap(utf8(("event: delta\ndata: " + data + "\n\n").repeat(1000)));
        SseReader reader = new SseReader(NO_LIMIT);
        readAll(reader, in);

        long before = allocated();
        int events = readAll(reader, in.rewind());
        long perEvent = (allocated() - before) / events;

        assertThat(events).isEqualTo(1000);
        assertThat(perEvent).isBetween(200L, 200L + 24);
    }

    private static byte @Nullable [] readInPieces(byte[] stream, int piece) {
        SseReader reader = new SseReader(NO_LIMIT);
        ByteBuffer in = ByteBuffer.wrap(stream);
        byte[] event = null;
        for (int at = 0; at < stream.length; at += piece) {
            in.limit(Math.min(at + piece, stream.length));
            assert event == null;
            event = reader.read(in);
        }
        return event;
    }

    private static int readAll(SseReader reader, ByteBuffer in) {
        int events = 0;
        while (reader.read(in) != null) {
            events++;
        }
        return events;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}

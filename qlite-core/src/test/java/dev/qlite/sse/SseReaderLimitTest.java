package dev.qlite.sse;

import static dev.qlite.sse.Streams.events;
import static dev.qlite.sse.Streams.everywhere;
import static dev.qlite.sse.Streams.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qlite.sse.Streams.Event;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderLimitTest {
    private static final int LIMIT = 100;

    @ParameterizedTest
    @ValueSource(ints = {LIMIT - 1, LIMIT})
    void anEventUpToTheLimitIsRead(int size) {
        String line = lineOf(size);
        String stream = (line + "\r\n\r\n").repeat(3);

        assertThat(read(stream)).hasSize(3);
        assertThat(readByteByByte(stream)).hasSize(3);
    }

    @Test
    void anEventOverTheLimitIsAnError() {
        String stream = "data: a\n\n" + lineOf(LIMIT + 1) + "\n\n";

        assertOverTheLimit(() -> read(stream));
        assertOverTheLimit(() -> readByteByByte(stream));
    }

    @Test
    void allLinesOfAnEventCountTogether() {
        String allowed = "event: x\n: 34\ndata: " + "x".repeat(LIMIT - 18) + "\n\n";
        assertThat(read(allowed.repeat(2))).hasSize(2);
        assertThat(readByteByByte(allowed.repeat(2))).hasSize(2);

        String over = ":\n" + allowed;
        assertOverTheLimit(() -> read(over));
        assertOverTheLimit(() -> readByteByByte(over));
    }

    @Test
    void anEndlessLineIsAnErrorAsSoonAsItIsOverTheLimit() {
        for (String start : new String[] {"data: ", ": ", "id: ", "", "event: "}) {
            SseReader reader = new SseReader(LIMIT);
            ByteBuffer within = ByteBuffer.wrap(utf8(start + "x".repeat(LIMIT - start.length())));
            assertThat(reader.read(within)).isNull();

            assertOverTheLimit(() -> reader.read(ByteBuffer.wrap(utf8("x"))));
        }
    }

    @Test
    void endlessCommentLinesAreAnError() {
        assertOverTheLimit(() -> read(": ping\n".repeat(LIMIT)));
    }

    @Test
    void commentsWithBlankLinesMayGoOnForever() {
        assertThat(read(": ping\n\n".repeat(LIMIT))).isEmpty();
    }

    @Test
    void aSpentReaderThrowsAgain() {
        SseReader reader = new SseReader(LIMIT);
        assertOverTheLimit(() -> reader.read(ByteBuffer.wrap(utf8(lineOf(LIMIT + 1)))));

        assertOverTheLimit(() -> reader.read(ByteBuffer.wrap(utf8("\n\ndata: a\n\n"))));
        assertOverTheLimit(reader::end);
    }

    @Test
    void theLimitIsPositive() {
        assertThatThrownBy(() -> new SseReader(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxEventBytes: 0 (expected: > 0)");
    }

    private static String lineOf(int size) {
        return "data: " + "x".repeat(size - "data: ".length());
    }

    private static Iterable<Event> read(String stream) {
        return events(new SseReader(LIMIT), utf8(stream), UnaryOperator.identity());
    }

    private static Iterable<Event> readByteByByte(String stream) {
        byte[] bytes = utf8(stream);
        return events(new SseReader(LIMIT), bytes, UnaryOperator.identity(), everywhere(bytes));
    }

    private static void assertOverTheLimit(ThrowingCallable reading) {
        assertThatThrownBy(reading).isInstanceOf(SseException.class).hasMessage("event: over 100 bytes");
    }
}

package dev.qlite.sse;

import static dev.qlite.sse.Streams.NO_LIMIT;
import static dev.qlite.sse.Streams.events;
import static dev.qlite.sse.Streams.everywhere;
import static dev.qlite.sse.Streams.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import dev.qlite.sse.Streams.Event;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a stream is cut, and whatever kind of buffer it comes in, it reads the same. */
class SseReaderCutsTest {
    private static final byte[] TORTURE = utf8(String.join(
            "",
            "\uFEFF: hi\r\n\r\ndata: é\u2028\r\ndata\rdata:  x\n\n\r",
            "event: ping\r\r\nevent: näme\r\ndata:{\"a\":1}\r\n\r\n",
            "dat: no\nid: 7\n\uFEFFdata: no\ndata:\r\r",
            "data: [DONE]\n\r\ndata: tail\r\n"));

    private static final List<UnaryOperator<ByteBuffer>> KINDS =
            List.of(UnaryOperator.identity(), ByteBuffer::asReadOnlyBuffer, Streams::direct, Streams::sliced);

    private static final List<byte[]> TOKENS = List.of(
            utf8("data"),
            utf8("data:"),
            utf8("data: "),
            utf8("event: "),
            utf8("event:ping"),
            utf8("id: 1"),
            utf8(":"),
            utf8(" "),
            utf8("x"),
            utf8("{\"a\": 1}"),
            utf8("é"),
            utf8("\u2028"),
            utf8("\uFEFF"),
            utf8("\u0085"),
            utf8("\r"),
            utf8("\n"),
            utf8("\r\n"),
            utf8("\n\n"),
            utf8("\r\n\r\n"),
            new byte[] {(byte) 0xEF},
            new byte[] {(byte) 0xFF, 0});

    static List<Named<UnaryOperator<ByteBuffer>>> kinds() {
        return List.of(
                named("heap", KINDS.get(0)),
                named("read-only", KINDS.get(1)),
                named("direct", KINDS.get(2)),
                named("sliced", KINDS.get(3)));
    }

    @Test
    void theTortureStreamHoldsWhatTheRulesSay() {
        assertThat(events(TORTURE)).isEqualTo(new Oracle(TORTURE).events).hasSize(4);
    }

    @Test
    void aCutAnywhereReadsTheSame() {
        List<Event> whole = events(TORTURE);
        for (int cut = 0; cut <= TORTURE.length; cut++) {
            assertThat(events(TORTURE, cut)).as("cut before byte %d", cut).isEqualTo(whole);
        }
    }

    @Test
    void twoCutsAnywhereReadTheSame() {
        List<Event> whole = events(TORTURE);
        for (int first = 0; first <= TORTURE.length; first++) {
            for (int second = first; second <= TORTURE.length; second++) {
                assertThat(events(TORTURE, first, second))
                        .as("cuts before bytes %d and %d", first, second)
                        .isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindOfBufferReadsTheSame(UnaryOperator<ByteBuffer> kind) {
        List<Event> whole = events(TORTURE);

        assertThat(events(new SseReader(NO_LIMIT), TORTURE, kind)).isEqualTo(whole);
        assertThat(events(new SseReader(NO_LIMIT), TORTURE, kind, everywhere(TORTURE)))
                .isEqualTo(whole);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void eventsLargerThanAnyInternalBufferReadTheSame(UnaryOperator<ByteBuffer> kind) {
        String large = "x".repeat(Bytes.KEPT + 1);
        byte[] stream = utf8("data: a\n\ndata: " + large + "\n\ndata: " + large + "\ndata: b\n\ndata: c\n\n");

        assertThat(events(new SseReader(NO_LIMIT), stream, kind))
                .extracting(Event::data)
                .containsExactly("a", large, large + "\nb", "c");
    }

    @Test
    void randomStreamsCutAtRandomReadAsTheRulesSay() {
        Random random = new Random(20240229);
        for (int round = 0; round < 20_000; round++) {
            byte[] stream = randomStream(random);
            int[] cuts = random.ints(random.nextInt(6), 0, stream.length + 1)
                    .sorted()
                    .toArray();
            UnaryOperator<ByteBuffer> kind = KINDS.get(random.nextInt(KINDS.size()));
            Oracle oracle = new Oracle(stream);
            SseReader reader = new SseReader(NO_LIMIT);

            assertThat(events(reader, stream, kind, cuts)).as("round %d", round).isEqualTo(oracle.events);
            byte[] end = reader.end();
            assertThat(end == null ? null : new Event(reader.eventName(), Streams.latin1(end)))
                    .as("end of round %d", round)
                    .isEqualTo(oracle.unfinished);
        }
    }

    private static byte[] randomStream(Random random) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int tokens = random.nextInt(40); tokens > 0; tokens--) {
            stream.writeBytes(TOKENS.get(random.nextInt(TOKENS.size())));
        }
        return stream.toByteArray();
    }
}

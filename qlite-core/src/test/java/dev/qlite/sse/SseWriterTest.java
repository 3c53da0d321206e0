package dev.qlite.sse;

import static dev.qlite.sse.Streams.latin1;
import static dev.qlite.sse.Streams.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.qlite.sse.Streams.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SseWriterTest {
    private final Recording out = new Recording();
    private final SseWriter writer = SseWriter.to(out);

    static Stream<Arguments> events() {
        return Stream.of(
                arguments("", "data: \n\n"),
                arguments("{\"a\":1}", "data: {\"a\":1}\n\n"),
                arguments(" a", "data:  a\n\n"),
                arguments("a\nb", "data: a\ndata: b\n\n"),
                arguments("a\rb", "data: a\ndata: b\n\n"),
                arguments("a\r\nb", "data: a\ndata: b\n\n"),
                arguments("a\n\rb", "data: a\ndata: \ndata: b\n\n"),
                arguments("\n", "data: \ndata: \n\n"),
                arguments("a\r\n", "data: a\ndata: \n\n"),
                arguments("\n\nevent: x", "data: \ndata: \ndata: event: x\n\n"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventIsADataLineForEachLineOfItsPayload(String data, String written) throws IOException {
        writer.event(utf8(data));
        writer.drain();

        assertThat(out.writes).containsExactly(written);
    }

    static Stream<Arguments> comments() {
        return Stream.of(
                arguments("keep-alive", ": keep-alive\n\n"),
                arguments("", ": \n\n"),
                arguments("a\n\ndata: b", ": a\n: \n: data: b\n\n"),
                arguments("a\r\rdata: b", ": a\n: \n: data: b\n\n"),
                arguments("a\r\ndata: b\r\n", ": a\n: data: b\n: \n\n"));
    }

    @ParameterizedTest
    @MethodSource("comments")
    void aCommentIsACommentLineForEachLineOfItsText(String text, String written) throws IOException {
        writer.comment(text);
        writer.drain();

        assertThat(out.writes).containsExactly(written);
    }

    @Test
    void aCommentIsUtf8() throws IOException {
        writer.comment("é");
        writer.drain();

        assertThat(out.writes).containsExactly(": " + latin1(utf8("é")) + "\n\n");
    }

    @Test
    void whatIsWrittenIsGatheredUntilTheFlush() throws IOException {
        writer.event(utf8("a"));
        writer.comment("b");
        assertThat(out.writes).isEmpty();
        writer.flush();
        writer.event(utf8("c\nd"));
        writer.flush();

        assertThat(out.writes).containsExactly("data: a\n\n: b\n\n", "data: c\ndata: d\n\n");
        assertThat(out.flushes).isEqualTo(2);
    }

    @Test
    void whatIsDrainedIsNotFlushed() throws IOException {
        writer.event(utf8("a"));
        writer.drain();
        writer.drain();

        assertThat(out.writes).containsExactly("data: a\n\n");
        assertThat(out.flushes).isZero();
    }

    @Test
    void moreThanSomeKilobytesAreNotGathered() throws IOException {
        String data = "x".repeat(200);
        for (int i = 0; i < 1000; i++) {
            writer.event(utf8(data));
        }
        writer.drain();

        assertThat(out.writes).allMatch(each -> each.length() <= 2048).hasSizeLessThan(1000 / 5);
        assertThat(String.join("", out.writes)).isEqualTo(("data: " + data + "\n\n").repeat(1000));
    }

    @Test
    void aLargePayloadIsWrittenWithoutACopy() throws IOException {
        String large = "x".repeat(1024 * 1024);
        writer.event(utf8(large));
        writer.drain();

        assertThat(out.writes).containsExactly("data: ", large, "\n\n");
    }

    @Test
    void whatIsWrittenReadsTheSame() throws IOException {
        Random random = new Random(7);
        String[] tokens = {"a", "data: ", ":", " ", "é", "\u2028", "\uFEFF", "\r", "\n", "\r\n", "{\"b\": 2}"};
        List<Event> expected = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            StringBuilder data = new StringBuilder();
            for (int tokenCount = random.nextInt(12); tokenCount > 0; tokenCount--) {
                data.append(tokens[random.nextInt(tokens.length)]);
            }
            if (i % 500 == 0) {
                data.append("y".repeat(100_000)).append('\n').append("z".repeat(100_000));
            }
            writer.comment(data.toString());
            writer.event(utf8(data.toString()));
            String withLf = data.toString().replace("\r\n", "\n").replace('\r', '\n');
            expected.add(new Event("message", latin1(utf8(withLf))));
        }
        writer.drain();

        assertThat(Streams.events(out.bytes.toByteArray())).isEqualTo(expected);
    }

    @Test
    void theStreamsExceptionPassesThrough() throws IOException {
        IOException gone = new IOException("connection reset");
        out.failure = gone;

        String large = "x".repeat(64 * 1024);
        assertThatThrownBy(() -> writer.event(utf8(large))).isSameAs(gone);
        assertThatThrownBy(() -> writer.comment(large)).isSameAs(gone);
        assertThatThrownBy(writer::flush).isSameAs(gone);
    }

    @Test
    void aFailedWriteIsNotRepeated() throws IOException {
        out.failure = new IOException("connection reset");
        writer.event(utf8("a"));
        assertThatThrownBy(writer::drain).isInstanceOf(IOException.class);
        out.failure = null;
        writer.event(utf8("b"));
        writer.drain();

        assertThat(out.writes).containsExactly("data: b\n\n");
    }

    private static final class Recording extends OutputStream {
        final List<String> writes = new ArrayList<>();
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int flushes;

        @Nullable
        IOException failure;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            check();
            writes.add(latin1(Arrays.copyOfRange(b, off, off + len)));
            bytes.write(b, off, len);
        }

        @Override
        public void flush() throws IOException {
            check();
            flushes++;
        }

        private void check() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }
    }
}

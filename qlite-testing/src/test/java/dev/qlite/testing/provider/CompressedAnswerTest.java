package dev.qlite.testing.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.Qlite;
import dev.qlite.testing.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Some servers compress whatever is asked for. */
final class CompressedAnswerTest extends GatewayFixture {
    @ParameterizedTest
    @EnumSource
    void gzipIsInflatedHoweverItIsCut(Mode mode) throws IOException {
        byte[] packed = gzip(body(mode));
        for (int piece : new int[] {1, 2, 7, packed.length}) {
            Qlite qlite = gateway();
            upstream.enqueue(inPieces(answer(mode), packed, piece).lastChunk());

            assertThat(text(qlite, mode)).as("pieces of " + piece).isEqualTo(TEXT);
            receipt();
            assertThat(text(qlite, mode)).as("from the cache").isEqualTo(TEXT);
            receipt();
        }
        assertThat(upstream.calls()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void whatComesAfterItIsLeftAlone(Mode mode) throws IOException {
        byte[] packed = gzip(body(mode));
        byte[] more = Arrays.copyOf(packed, packed.length + 100);
        Qlite qlite = gateway();
        upstream.enqueue(inPieces(answer(mode), more, more.length).lastChunk());

        assertThat(text(qlite, mode)).isEqualTo(TEXT);
    }

    @Test
    void aHeaderWithAllThatItMayHaveIsGoneThrough() throws IOException {
        byte[] plain = gzip(body(Mode.PLAIN));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.write(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0});
        packed.write(new byte[] {3, 0, 'e', 'x', 't'});
        packed.write("name\0comment\0".getBytes(UTF_8));
        packed.write(new byte[] {1, 2});
        packed.write(plain, 10, plain.length - 10);
        Qlite qlite = gateway();
        upstream.enqueue(inPieces(answer(Mode.PLAIN), packed.toByteArray(), 1).lastChunk());

        assertThat(text(qlite, Mode.PLAIN)).isEqualTo(TEXT);
    }

    @Test
    void anErrorIsInflatedToo() throws IOException {
        byte[] packed = gzip(Said.error("invalid_request_error", "\"bad\""));
        upstream.enqueue(Answer.status(400)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .body(packed));

        assertThat(refused(gateway(), Mode.PLAIN)).hasMessageContaining("the upstream's own words");
    }

    @Test
    void aBrokenOneIsToldAndNothingIsLost() throws IOException {
        byte[] packed = gzip(body(Mode.PLAIN));
        byte[] otherSum = packed.clone();
        otherSum[packed.length - 6]++;

        assertBroken("no gzip at all".getBytes(UTF_8), "does not begin like one");
        assertBroken(Arrays.copyOf(packed, packed.length - 1), "ended within its gzip");
        assertBroken(Arrays.copyOf(packed, 20), "ended within its gzip");
        assertBroken(new byte[0], "ended within its gzip");
        assertBroken(otherSum, "checksum");
    }

    @Test
    void anotherEncodingIsToldInWords() {
        assertThat(refused(
                        Mode.PLAIN,
                        Answer.status(200)
                                .header("Content-Type", "application/json")
                                .header("Content-Encoding", "br")
                                .body(Said.document(TEXT))))
                .hasMessageContaining("encoding that nobody asked for");
    }

    private void assertBroken(byte[] body, String why) {
        assertThat(refused(Mode.PLAIN, inPieces(answer(Mode.PLAIN), body, 1_000).lastChunk()))
                .hasMessageContaining(why)
                .satisfies(failure -> assertThat(failure).hasMessageStartingWith("provider up"));
    }

    private static Answer answer(Mode mode) {
        return Answer.status(200)
                .header("Content-Type", mode == Mode.PLAIN ? "application/json" : "text/event-stream")
                .header("Content-Encoding", "gzip")
                .chunked();
    }

    private static Answer inPieces(Answer answer, byte[] body, int piece) {
        Answer whole = answer;
        for (int at = 0; at < body.length; at += piece) {
            whole = whole.chunk(Arrays.copyOfRange(body, at, Math.min(at + piece, body.length)));
        }
        return whole;
    }

    private static String body(Mode mode) {
        if (mode == Mode.PLAIN) {
            return Said.document(TEXT);
        }
        StringBuilder events = new StringBuilder();
        for (String data : new String[] {Said.ROLE, Said.HEL, Said.LO, Said.FINISH, Said.USAGE, Said.DONE}) {
            events.append("data: ").append(data).append("\n\n");
        }
        return events.toString();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}

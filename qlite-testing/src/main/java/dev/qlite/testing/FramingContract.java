package dev.qlite.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.transport.Exchange;
import dev.qlite.transport.Headers;
import dev.qlite.transport.ResponseHead;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TransportException;
import dev.qlite.transport.TransportException.Kind;
import dev.qlite.transport.TransportRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How an answer's end is found, whatever it looks like and however it comes: a part of {@link TransportContract}. */
abstract class FramingContract extends ConnectionContract {
    private static final String HEAD = "HTTP/1.1 200 OK\r\n";
    private static final String LENGTH = HEAD + "X-A: b\r\nContent-Length: 11\r\n\r\nhello world";
    private static final String CHUNKS =
            HEAD + "Transfer-Encoding: chunked\r\nX-A: b\r\n\r\n5;a=\"b\"\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";

    FramingContract(@Nullable SSLContext tls) {
        super(tls);
    }

    /** What an answer of a peer is read as: its status and body, or why it is refused. */
    record Reading(String answer, List<String> meanings) {
        static Reading of(String answer, String... meanings) {
            return new Reading(answer, List.of(meanings));
        }

        @Override
        public String toString() {
            String told = answer.length() > 100 ? answer.substring(0, 100) + "…" : answer;
            return told.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
        }
    }

    /** Where a strict reader and a lenient one may differ, both are right; a third reading is never. */
    static Stream<Reading> readings() {
        String chunked = HEAD + "Transfer-Encoding: chunked\r\n";
        return Stream.of(
                Reading.of(LENGTH, "200 hello world"),
                Reading.of(CHUNKS, "200 hello world"),
                Reading.of("HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi", "200 hi"),
                Reading.of("HTTP/1.1 200 \r\nContent-Length:2\r\n\r\nhi", "200 hi"),
                Reading.of("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", "200 hi"),
                Reading.of("HTTP/1.0 200 OK\r\n\r\nhi", "200 hi"),
                Reading.of(HEAD + "content-length: \t 2 \t\r\n\r\nhi", "200 hi"),
                Reading.of(HEAD + "Content-Length: 002\r\n\r\nhi", "200 hi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 0\r\n\r\n", "200 "),
                Reading.of(HEAD + "X-Empty:\r\nContent-Length: 2\r\n\r\nhi", "200 hi"),
                // Before the final status.
                Reading.of("HTTP/1.1 100 Continue\r\n\r\n" + LENGTH, "200 hello world"),
                Reading.of("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + LENGTH, "200 hello world"),
                Reading.of("HTTP/1.1 102 P\r\n\r\nHTTP/1.1 103 E\r\n\r\n" + LENGTH, "200 hello world"),
                Reading.of("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", "PROTOCOL", "BROKEN"),
                // No body where none may be.
                Reading.of("HTTP/1.1 204 No\r\nContent-Length: 2\r\n\r\nhi", "204 ", "PROTOCOL"),
                Reading.of("HTTP/1.1 304 No\r\nContent-Length: 2\r\n\r\nhi", "304 ", "PROTOCOL"),
                Reading.of("HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n", "204 ", "PROTOCOL"),
                // Folded lines and bare line feeds: a recipient may take them for what they were, or refuse.
                Reading.of(HEAD + "X-A: b\r\n c\r\nContent-Length: 2\r\n\r\nhi", "200 hi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 2\r\n 3\r\n\r\nhi", "PROTOCOL"),
                Reading.of("HTTP/1.1 200 OK\nContent-Length: 2\n\nhi", "200 hi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 2\n\r\nhi", "200 hi", "PROTOCOL"),
                Reading.of(HEAD + "X-A: b\rContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                // Lengths that are none, or two.
                Reading.of(HEAD + "Content-Length: -1\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: +2\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 0x2\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 2 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length:\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 99999999999999999999\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 18446744073709551618\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi!", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 2, 3\r\n\r\nhi!", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi", "200 hi", "PROTOCOL"),
                Reading.of(chunked + "Content-Length: 3\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "200 hi", "PROTOCOL"),
                Reading.of(HEAD + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(HEAD + "Transfer-Encoding: xchunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                // Chunks.
                Reading.of(chunked + "\r\n2;a;b=c\r\nhi\r\n0;z\r\nX-T: u\r\nX-V: w\r\n\r\n", "200 hi"),
                Reading.of(chunked + "\r\n0002\r\nhi\r\n000\r\n\r\n", "200 hi"),
                Reading.of(chunked + "\r\na\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n", "200 01234567890123456789"),
                Reading.of(chunked + "\r\n-2\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\n+2\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\n0x2\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\n\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\n;a\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\nzz\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\n2\r\nhi!\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\nffffffffffffffffff\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\n8000000000000000\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\n100000002\r\nhi\r\n0\r\n\r\n", "BROKEN", "PROTOCOL"),
                Reading.of(chunked + "\r\n2\nhi\n0\n\n", "200 hi", "PROTOCOL"),
                // What no head may hold.
                Reading.of(HEAD + "X-A: b\0c\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "X-\0A: b\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "X-A : b\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "no colon\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + ": b\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of("HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of("HTTP/1.1 99 OK\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of("HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of("HTTP/1.1 -20 OK\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of("HTTP/1.1  200 OK\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of("hello\r\n\r\n", "PROTOCOL"),
                // Floods.
                Reading.of(HEAD + "X-A: b\r\n".repeat(200_000) + "\r\n", "PROTOCOL", "BROKEN"),
                Reading.of(HEAD + "X-A: " + "b".repeat(2_000_000) + "\r\n\r\n", "PROTOCOL", "BROKEN"),
                Reading.of("HTTP/1.1 100 Continue\r\n\r\n".repeat(100_000), "PROTOCOL", "BROKEN"));
    }

    @ParameterizedTest
    @MethodSource("readings")
    void anAnswerMeansWhatItSaysOrIsRefused(Reading reading) {
        upstream.enqueue(bytes(reading.answer()).cut());

        assertMeaning(reading);
    }

    @ParameterizedTest
    @MethodSource("readings")
    void thatDoesNotHangOnHowItComes(Reading reading) {
        if (reading.answer().length() < 1000) {
            upstream.enqueue(dripped(reading.answer()).cut());

            assertMeaning(reading);
        }
    }

    @Test
    void theAnswerToHeadHasNoBody() {
        upstream.enqueue(Answer.status(200).length(5));
        upstream.enqueue(Answer.json(200, "{}"));
        Transport transport = transport();
        Exchange exchange = closedLater(
                transport.open(TransportRequest.of("HEAD", upstream.uri("/"), Headers.empty(), new byte[0])));

        assertThat(head(exchange).headers().first("Content-Length")).isEqualTo("5");
        assertThat(exchange.framed()).isTrue();
        assertThat(body(exchange)).isEmpty();
        assertThat(body(headed(post(transport)))).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LENGTH + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
                CHUNKS + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 204 No\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"
            })
    void whatComesAfterAnAnswerIsNoAnswer(String two) {
        upstream.enqueue(Answer.raw().send(two));
        upstream.enqueue(Answer.json(200, "good"));
        Transport transport = transport();
        Exchange first = headed(post(transport));
        body(first);
        first.close();

        assertThat(body(headed(post(transport)))).isEqualTo("good");
    }

    @Test
    void aTrailerIsReadAndLeft() {
        upstream.enqueue(Answer.sse().chunk("hi").send("0\r\nX-Sum: 1\r\nX-B: c\r\n\r\n"));
        upstream.enqueue(Answer.json(200, "next"));
        Transport transport = transport();

        assertThat(body(headed(post(transport)))).isEqualTo("hi");
        assertThat(body(headed(post(transport)))).isEqualTo("next");
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {LENGTH, CHUNKS})
    void aCutAtEachByteIsTold(String answer) {
        Transport transport = transport();
        for (int at = 0; at < answer.length(); at++) {
            upstream.enqueue(Answer.raw().send(answer.substring(0, at)).cut());
            Exchange exchange = post(transport);
            ByteArrayOutputStream read = new ByteArrayOutputStream();

            assertThat(assertFails(Kind.BROKEN, () -> readInto(read, exchange)))
                    .as("cut after " + at + " bytes")
                    .isNotNull();
            assertThat("hello world").startsWith(read.toString(ISO_8859_1));
            exchange.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LENGTH, CHUNKS})
    void aStallAtEachByteIsWaitedFor(String answer) {
        Transport transport = transport();
        IntStream.range(0, answer.length()).forEach(at -> {
            Gate gate = Gate.named("after " + at + " bytes");
            upstream.enqueue(
                    Answer.raw().send(answer.substring(0, at)).awaits(gate).send(answer.substring(at)));
            Exchange exchange = post(transport);
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            ResponseHead head = exchange.head(in(A_MOMENT));
            gate.awaitReached(SOON);
            if (head != null) {
                ByteBuffer buffer = ByteBuffer.allocate(100);
                while (exchange.read(buffer, in(A_MOMENT)) > 0) {
                    read.write(buffer.array(), 0, buffer.position());
                    buffer.clear();
                }
            }
            gate.open();
            readInto(read, exchange);
            assertThat(read.toString(ISO_8859_1))
                    .as("stall after " + at + " bytes")
                    .isEqualTo("hello world");
            exchange.close();
        });
        assertThat(upstream.connections()).isEqualTo(1);
    }

    private void assertMeaning(Reading reading) {
        String meaning = meaning(post());

        assertThat(reading.meanings().contains(meaning) || mayRead(reading.answer(), meaning))
                .as(reading + " is read as " + meaning + " (expected: " + reading.meanings() + ")")
                .isTrue();
    }

    /**
     * Whether the transport may read this answer so, though it is wrong: what a client that is not its own is known to do.
     *
     * @param meaning the status and body, or the kind of the failure
     */
    protected boolean mayRead(String answer, String meaning) {
        return false;
    }

    private static Answer bytes(String text) {
        return Answer.raw().send(text.getBytes(ISO_8859_1));
    }

    private static Answer dripped(String text) {
        return Answer.raw().drip(text);
    }

    private static Exchange headed(Exchange exchange) {
        head(exchange);
        return exchange;
    }

    private static void readInto(ByteArrayOutputStream into, Exchange exchange) {
        head(exchange);
        ByteBuffer buffer = ByteBuffer.allocate(100);
        while (exchange.read(buffer, in(SOON)) > 0) {
            into.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }

    static String meaning(Exchange exchange) {
        try {
            return head(exchange).status() + " " + body(exchange);
        } catch (TransportException e) {
            return e.kind().toString();
        }
    }
}

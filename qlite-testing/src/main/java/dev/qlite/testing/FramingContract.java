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
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How an answer's end is found, whatever it looks like and however it comes: a part of {@link TransportContract}. */
abstract class FramingContract extends PoolContract {
    private static final Duration BRIEFLY = Duration.ofMillis(2);
    private static final String HEAD = Reading.HEAD;
    private static final String LENGTH = Reading.LENGTH;
    private static final String CHUNKS = Reading.CHUNKS;

    FramingContract(@Nullable SSLContext tls) {
        super(tls);
    }

    @ParameterizedTest
    @MethodSource("dev.qlite.testing.Reading#all")
    void anAnswerMeansWhatItSaysOrIsRefused(Reading reading) {
        upstream.enqueue(bytes(reading.answer()).cut());

        assertMeaning(reading);
    }

    @ParameterizedTest
    @MethodSource("dev.qlite.testing.Reading#all")
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
            ResponseHead head = headUpTo(gate, exchange);
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

    @Test
    void aLargeLastPieceOfABodyIsNotLost() {
        String rest = "x".repeat(12_000);
        Gate gate = Gate.named("after the first byte");
        upstream.enqueue(Answer.status(200)
                .length(1 + rest.length())
                .send("a")
                .awaits(gate)
                .send(rest));
        upstream.enqueue(Answer.json(200, "next"));
        Transport transport = transport();
        Exchange exchange = headed(post(transport));
        assertThat(body(exchange, 1)).isEqualTo("a");
        gate.open();
        ByteBuffer whole = ByteBuffer.allocate(2 * rest.length());

        int told = 0;
        for (int read = exchange.read(whole, in(SOON)); read > 0; read = exchange.read(whole, in(SOON))) {
            told += read;
        }

        assertThat(told).isEqualTo(rest.length()).isEqualTo(whole.position());
        assertThat(body(headed(post(transport)))).isEqualTo("next");
        assertThat(upstream.connections()).isEqualTo(1);
    }

    /** A client has a buffer of its own, which it may pass by where the caller's is as large. */
    @ParameterizedTest
    @ValueSource(ints = {100, 8_191, 8_192, 8_193, 16_384, 50_000})
    void aBodyIsWholeWhateverItIsReadInto(int room) {
        Transport transport = transport();
        for (int length : new int[] {1, 8_191, 8_192, 8_193, 16_384, 16_385, 40_000}) {
            String text = "x".repeat(length);
            List<Answer> answers = List.of(
                    Answer.status(200).body(text),
                    Answer.status(200).chunked().chunk(text).lastChunk(),
                    Answer.raw().send("HTTP/1.1 200 Fine\r\n\r\n" + text).cut());
            for (Answer answer : answers) {
                upstream.enqueue(answer);
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                Exchange exchange = closedLater(post(transport));
                head(exchange);
                readAll(exchange, room, body);
                assertThat(body.size()).as("%d bytes", length).isEqualTo(length);
                exchange.close();
            }
        }
    }

    /** On the way, not at the upstream: over TLS that is within a record, of which nothing can be read yet. */
    @Test
    void aStallAtEachByteOfTheWayIsWaitedFor() throws IOException {
        upstream.always(bytes(CHUNKS));
        try (Relay relay = Relay.to(upstream.port())) {
            Transport transport = transport();
            URI uri = URI.create(upstream.uri("/").toString().replace(":" + upstream.port(), ":" + relay.port()));
            assertThat(body(headed(post(transport, uri)))).isEqualTo("hello world");
            long bytes = 0;
            for (int at = 0; at == 0 || at < bytes; at++) {
                Gate gate = Gate.named("after " + at + " bytes");
                relay.countFromHere(at, gate);
                Exchange exchange = post(transport, uri);
                ByteArrayOutputStream read = new ByteArrayOutputStream();
                ResponseHead head = headUpTo(gate, exchange);
                if (head != null) {
                    readOnce(read, exchange, A_MOMENT); // what has come
                    readOnce(read, exchange, BRIEFLY); // and nothing more
                }
                gate.open();
                readInto(read, exchange);
                assertThat(read.toString(ISO_8859_1))
                        .as("stall after " + at + " bytes of the way")
                        .isEqualTo("hello world");
                exchange.close();
                bytes = relay.passed();
            }
            assertThat(bytes).isGreaterThanOrEqualTo(CHUNKS.length());
        }
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void chunksOfAByteAddUp() {
        String text = "0123456789".repeat(1000);
        StringBuilder chunks = new StringBuilder(HEAD).append("Transfer-Encoding: chunked\r\n\r\n");
        text.chars().forEach(each -> chunks.append("1\r\n").append((char) each).append("\r\n"));
        upstream.enqueue(bytes(chunks.append("0\r\n\r\n").toString()));

        assertThat(body(headed(post()))).isEqualTo(text);
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
        readAll(exchange, 100, into);
    }

    private static void readAll(Exchange exchange, int room, ByteArrayOutputStream into) {
        ByteBuffer buffer = ByteBuffer.allocate(room);
        while (exchange.read(buffer, in(SOON)) > 0) {
            into.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }

    private static void readOnce(ByteArrayOutputStream into, Exchange exchange, Duration wait) {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        exchange.read(buffer, in(wait));
        into.write(buffer.array(), 0, buffer.position());
    }

    static String meaning(Exchange exchange) {
        try {
            return head(exchange).status() + " " + body(exchange);
        } catch (TransportException e) {
            return e.kind().toString();
        }
    }
}

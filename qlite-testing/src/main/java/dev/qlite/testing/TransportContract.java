package dev.qlite.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qlite.transport.Exchange;
import dev.qlite.transport.Headers;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TransportException.Kind;
import dev.qlite.transport.TransportRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link Transport} must do, told over real sockets. To test one, extend this class and say how to make it:
 *
 * <pre>{@code
 * final class MyTransportTest extends TransportContract {
 *     @Override
 *     protected Transport transport(Duration connectTimeout, int maxConnections) {
 *         return new MyTransport(connectTimeout, maxConnections);
 *     }
 * }
 * }</pre>
 */
@Timeout(90)
public abstract class TransportContract extends FramingContract {
    private static final int MEGABYTE = 1024 * 1024;

    protected TransportContract() {
        super(null);
    }

    /** Over TLS: the upstream speaks it with these keys, as of {@link SelfSigned#server()}, which the transport must trust. */
    protected TransportContract(SSLContext tls) {
        super(tls);
    }

    // The request.

    @Test
    void theRequestArrivesAsItWasGiven() {
        byte[] body = new byte[MEGABYTE];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31);
        }
        Headers headers = Headers.of("Authorization", "Bearer sk-1", "X-Twice", "a", "X-Twice", "b");
        upstream.enqueue(Answer.json(200, "{}"));
        Exchange exchange = closedLater(
                transport().open(TransportRequest.of("PUT", upstream.uri("/v1/a%20b?q=1&r=%2F"), headers, body)));
        head(exchange);

        RecordedRequest request = upstream.takeRequest(SOON);
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.path()).isEqualTo("/v1/a%20b?q=1&r=%2F");
        assertThat(request.header("Host")).isEqualTo("127.0.0.1:" + upstream.port());
        assertThat(request.header("Authorization")).isEqualTo("Bearer sk-1");
        assertThat(request.headers().all("X-Twice")).containsExactly("a", "b");
        assertThat(Arrays.equals(request.body(), body)).as("body is the same").isTrue();
    }

    @Test
    void anEmptyPostSaysThatItIsEmpty() {
        upstream.enqueue(Answer.json(200, "{}"));
        head(closedLater(transport().open(TransportRequest.post(upstream.uri("/"), Headers.empty(), new byte[0]))));

        assertThat(upstream.takeRequest(SOON).header("Content-Length")).isEqualTo("0");
    }

    @Test
    void nothingIsSentBeforeTheHeadIsAskedFor() {
        upstream.always(Answer.json(200, "{}"));
        Transport transport = transport(2);
        Exchange idle = post(transport);
        head(post(transport));

        assertThat(upstream.calls()).isEqualTo(1);
        assertThat(upstream.connections()).isEqualTo(1);
        idle.close();
        assertFails(Kind.CLOSED, () -> idle.head(in(SOON)));
    }

    @Test
    void aHeadThatWasWaitedForTwiceIsAskedForOnce() {
        Gate gate = Gate.named("head");
        upstream.enqueue(Answer.raw().awaits(gate).send("HTTP/1.1 200 OK\r\n").length(0));
        Exchange exchange = post();

        long end = in(SOON);
        while (!gate.reached() && System.nanoTime() - end < 0) {
            assertThat(exchange.head(in(A_MOMENT))).isNull(); // it may still be connecting
        }
        gate.awaitReached(SOON);
        assertThat(exchange.head(System.nanoTime() - 1)).isNull();
        gate.open();
        assertThat(head(exchange).status()).isEqualTo(200);
        assertThat(upstream.calls()).isEqualTo(1);
    }

    // The answer.

    @Test
    void anAnswerWithALengthIsFramed() {
        upstream.enqueue(
                Answer.status(200).header("X-Twice", "a").header("x-twice", "b").body("hällo"));
        Exchange exchange = post();

        assertThat(head(exchange).status()).isEqualTo(200);
        assertThat(head(exchange).headers().all("X-Twice")).containsExactly("a", "b");
        assertThat(exchange.framed()).isTrue();
        assertThat(body(exchange)).isEqualTo("hällo");
        assertThat(readNothing(exchange, A_MOMENT)).as("after the end").isEqualTo(-1);
    }

    @Test
    void anAnswerInChunksIsFramed() {
        upstream.enqueue(Answer.sse("1", "2").send(""));
        Exchange exchange = post();

        assertThat(head(exchange).headers().first("content-type")).isEqualTo("text/event-stream");
        assertThat(exchange.framed()).isTrue();
        assertThat(body(exchange)).isEqualTo("data: 1\n\ndata: 2\n\n");
    }

    @Test
    void anAnswerThatEndsWithItsConnectionIsNotFramed() {
        upstream.enqueue(Answer.status(200).endHead().send("all of it").cut());
        Exchange exchange = post();
        head(exchange);

        assertThat(exchange.framed()).isFalse();
        assertThat(body(exchange)).isEqualTo("all of it");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void aStatusWithoutABodyEndsAtItsHead(int status) {
        upstream.enqueue(Answer.status(status).endHead());
        Exchange exchange = post();

        assertThat(head(exchange).status()).isEqualTo(status);
        assertThat(exchange.framed()).isTrue();
        assertThat(body(exchange)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 400, 401, 404, 407, 429, 500, 503, 529})
    void noStatusIsAFailureOrFollowed(int status) {
        upstream.enqueue(Answer.status(status).header("Location", "/elsewhere").body("why"));
        Exchange exchange = post();

        assertThat(head(exchange).status()).isEqualTo(status);
        assertThat(body(exchange)).isEqualTo("why");
        assertThat(upstream.calls()).isEqualTo(1);
    }

    @Test
    void bytesThatDripOneByOneAddUp() {
        upstream.enqueue(
                Answer.raw()
                        .drip(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: b\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"));
        Exchange exchange = post();

        assertThat(head(exchange).headers().first("x-a")).isEqualTo("b");
        assertThat(body(exchange)).isEqualTo("hello world");
    }

    @Test
    void aReadThatRunsOutOfTimeLosesNothing() {
        Gate afterHead = Gate.named("after the head");
        Gate betweenChunks = Gate.named("between chunks");
        Gate withinChunk = Gate.named("within a chunk");
        upstream.enqueue(Answer.sse()
                .awaits(afterHead)
                .chunk("one")
                .awaits(betweenChunks)
                .send("6\r\ntwo")
                .awaits(withinChunk)
                .send("six\r\n")
                .lastChunk());
        Exchange exchange = post();
        head(exchange);

        assertThat(readNothing(exchange, A_MOMENT)).isZero();
        afterHead.open();
        assertThat(body(exchange, 3)).isEqualTo("one");
        betweenChunks.awaitReached(SOON);
        assertThat(readNothing(exchange, A_MOMENT)).isZero();
        assertThat(readNothing(exchange, Duration.ZERO)).isZero();
        betweenChunks.open();
        assertThat(body(exchange, 3)).isEqualTo("two");
        assertThat(readNothing(exchange, A_MOMENT)).isZero();
        withinChunk.open();
        assertThat(body(exchange)).isEqualTo("six");
    }

    @Test
    void aReaderThatRestsHoldsTheUpstreamBack() {
        byte[] block = new byte[MEGABYTE / 16];
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) (i % 251);
        }
        int blocks = 1600;
        long length = (long) blocks * block.length;
        CRC32 expected = new CRC32();
        for (int i = 0; i < blocks; i++) {
            expected.update(block);
        }
        upstream.enqueue(Answer.status(200).length(length).repeat(blocks, block));
        Exchange exchange = post();
        head(exchange);

        assertThat(whatIsSentUnread()).as("bytes sent, of 100 MB").isLessThan(32L * MEGABYTE);

        CRC32 actual = new CRC32();
        long total = 0;
        ByteBuffer buffer = ByteBuffer.allocateDirect(10_000);
        while (exchange.read(buffer, in(SOON)) > 0) {
            total += buffer.flip().remaining();
            actual.update(buffer);
            buffer.clear();
        }
        assertThat(total).isEqualTo(length);
        assertThat(actual.getValue()).isEqualTo(expected.getValue());
    }

    /** How much the upstream gets rid of until it stands still; a transport that buffers all of it never lets it. */
    private long whatIsSentUnread() {
        long before;
        long sent = -1;
        do {
            before = sent;
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            sent = upstream.sent();
        } while (sent != before);
        return sent;
    }

    // What goes wrong.

    @Test
    void aRefusedConnectionIsNoConnection() {
        try (DeadPort port = DeadPort.refusing()) {
            Exchange exchange = post(transport(), port.uri("/v1?key=sk-1"));

            assertThat(assertFails(Kind.CONNECT, () -> head(exchange)))
                    .hasMessageContaining("127.0.0.1:" + port.port())
                    .message()
                    .doesNotContain("sk-1");
            assertFails(Kind.CONNECT, () -> head(exchange));
        }
    }

    @Test
    void aConnectionThatIsNotMadeInTimeIsNoConnection() {
        try (DeadPort port = DeadPort.full()) {
            Transport transport = closedLater(transport(Duration.ofMillis(200), 1));

            assertFails(Kind.CONNECT, () -> head(post(transport, port.uri("/"))));
        }
    }

    @Test
    void aPeerThatClosesWithoutAByteIsBroken() {
        try (DeadPort port = DeadPort.closing()) {
            assertFails(Kind.BROKEN, () -> head(post(transport(), port.uri("/"))));
        }
    }

    @Test
    void aPeerThatSaysNothingIsWaitedFor() {
        try (DeadPort port = DeadPort.silent()) {
            assertThat(post(transport(), port.uri("/")).head(in(A_MOMENT))).isNull();
        }
    }

    @Test
    void aResetBeforeTheHeadIsBroken() {
        upstream.enqueue(Answer.raw().reset());

        assertFails(Kind.BROKEN, () -> head(post()));
        assertThat(upstream.calls()).as("a POST is not repeated").isEqualTo(1);
    }

    @Test
    void aHeadThatIsCutIsBroken() {
        upstream.enqueue(Answer.raw().send("HTTP/1.1 200 OK\r\nContent-").cut());

        assertFails(Kind.BROKEN, () -> head(post()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.6\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nsk 1: 2\r\n\r\n"})
    void aPeerThatSpeaksSomethingElseBreaksTheProtocol(String garbage) {
        upstream.enqueue(Answer.raw().send(garbage).stall());

        assertThat(assertFails(Kind.PROTOCOL, () -> head(post())))
                .as("what the peer sent stays out of the message")
                .message()
                .doesNotContain("SSH", "abc", "sk");
    }

    @Test
    void aBodyShorterThanItsLengthIsBrokenAfterWhatCame() {
        Exchange exchange = cutAfter(Answer.status(200).length(10).send("1234"));

        assertThat(body(exchange, 4)).isEqualTo("1234");
        assertBrokenForGood(exchange);
    }

    @Test
    void aBodyCutWithinAChunkIsBrokenAfterWhatCame() {
        Exchange exchange = cutAfter(Answer.sse().chunk("12").send("8\r\n34"));

        assertThat(body(exchange, 4)).isEqualTo("1234");
        assertBrokenForGood(exchange);
    }

    @Test
    void aBodyCutBetweenChunksIsBrokenAfterWhatCame() {
        Exchange exchange = cutAfter(Answer.sse().chunk("1234"));

        assertThat(body(exchange, 4)).isEqualTo("1234");
        assertBrokenForGood(exchange);
    }

    @Test
    void aResetWithinTheBodyIsBroken() {
        Gate gate = Gate.named("reset");
        upstream.enqueue(Answer.sse().chunk("1234").awaits(gate).reset());
        Exchange exchange = post();
        head(exchange);
        assertThat(body(exchange, 4)).isEqualTo("1234");
        gate.open();

        assertBrokenForGood(exchange);
    }

    private Exchange cutAfter(Answer answer) {
        upstream.enqueue(answer.cut());
        Exchange exchange = post();
        head(exchange);
        upstream.awaitClientClosed(SOON);
        // Gives the failure the time to overtake the bytes; a right transport passes without it.
        LockSupport.parkNanos(A_MOMENT.toNanos());
        return exchange;
    }

    private static void assertBrokenForGood(Exchange exchange) {
        assertFails(Kind.BROKEN, () -> body(exchange));
        assertFails(Kind.BROKEN, () -> body(exchange));
    }

    // Closing.

    @Test
    void closingWhileTheHeadIsWaitedForCancelsTheUpstream() {
        Gate gate = Gate.named("head");
        upstream.enqueue(Answer.raw().awaits(gate));
        Exchange exchange = post();
        Pull pull = pull(() -> assertFails(Kind.CLOSED, () -> head(exchange)));
        gate.awaitReached(SOON);

        exchange.close();
        pull.awaitEnd();
        upstream.takeRequest(SOON).awaitClientClosed(SOON);
    }

    @Test
    void closingWhileTheBodyIsWaitedForCancelsTheUpstream() {
        Exchange exchange = stalledWithinTheBody(transport());
        Pull pull = pull(() -> assertFails(Kind.CLOSED, () -> body(exchange)));

        exchange.close();
        pull.awaitEnd();
        upstream.takeRequest(SOON).awaitClientClosed(SOON);
        assertFails(Kind.CLOSED, () -> head(exchange));
    }

    @Test
    void closingAnAnswerThatIsHalfReadCancelsTheUpstream() {
        upstream.enqueue(Answer.status(200).length(100L * MEGABYTE).repeat(100, new byte[MEGABYTE]));
        Exchange exchange = post();
        head(exchange);
        body(exchange, 1000);

        exchange.close();
        exchange.close();
        upstream.takeRequest(SOON).awaitClientClosed(SOON);
        assertFails(Kind.CLOSED, () -> readNothing(exchange, SOON));
    }

    @Test
    void closingAtAnyMomentLeavesNothingOpen() {
        upstream.always(Answer.sse().event("1").stall());
        Transport transport = transport(1);
        long whole = 0;
        for (int i = -20; i < 200; i++) {
            Exchange exchange = post(transport);
            CountDownLatch read = new CountDownLatch(1);
            long start = System.nanoTime();
            Pull pull = pull(() -> assertFails(Kind.CLOSED, () -> {
                head(exchange);
                body(exchange, 9);
                read.countDown();
                body(exchange);
            }));
            if (i < 0) {
                Waits.forLatch(read, SOON, "event: not read");
                whole = System.nanoTime() - start;
            }
            while (System.nanoTime() - start < whole * i / 150) {
                Thread.onSpinWait();
            }
            exchange.close();
            pull.awaitEnd();
        }
        upstream.awaitClientClosed(SOON);

        upstream.always(Answer.json(200, "{}"));
        assertThat(head(post(transport)).status()).isEqualTo(200);
    }

    @Test
    void closingTheTransportEndsEveryExchange() {
        Transport transport = transport(2);
        Exchange reading = stalledWithinTheBody(transport);
        Gate gate = Gate.named("head");
        upstream.enqueue(Answer.raw().awaits(gate));
        Exchange waiting = post(transport);
        Pull head = pull(() -> assertFails(Kind.CLOSED, () -> head(waiting)));
        Pull body = pull(() -> assertFails(Kind.CLOSED, () -> body(reading)));
        gate.awaitReached(SOON);

        transport.close();
        transport.close();
        head.awaitEnd();
        body.awaitEnd();
        upstream.awaitClientClosed(SOON);
        assertFails(Kind.CLOSED, () -> head(post(transport)));
    }

    @Test
    void anInterruptedReaderClosesItsExchange() {
        Exchange exchange = stalledWithinTheBody(transport());
        Pull pull = pull(() -> assertFails(Kind.CLOSED, () -> body(exchange)));

        pull.thread().interrupt();
        assertThat(pull.interruptedAtTheEnd()).as("interrupt flag").isTrue();
        upstream.takeRequest(SOON).awaitClientClosed(SOON);
    }

    private Exchange stalledWithinTheBody(Transport transport) {
        upstream.enqueue(Answer.sse().event("1").stall());
        Exchange exchange = post(transport);
        head(exchange);
        body(exchange, 9);
        return exchange;
    }

    @Test
    void pullingOutOfTurnIsRefused() {
        Exchange exchange = post();

        assertThatThrownBy(() -> readNothing(exchange, SOON)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(exchange::framed).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> exchange.read(ByteBuffer.allocate(0), in(SOON)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // The pool.

    @Test
    void aConnectionWhoseAnswerWasReadIsUsedAgain() {
        upstream.always(request -> request.text().isEmpty() ? Answer.json(200, "{}") : Answer.sse("1"));
        Transport transport = transport();
        for (int i = 0; i < 10; i++) {
            byte[] body = (i % 2 == 0 ? "" : "{}").getBytes(UTF_8);
            Exchange exchange = transport.open(TransportRequest.post(upstream.uri("/"), Headers.empty(), body));
            head(exchange);
            body(exchange);
            exchange.close();
        }

        assertThat(upstream.calls()).isEqualTo(10);
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void theNextInLineGetsThePlaceOfOneThatCloses() {
        Transport transport = transport(1);
        Exchange first = stalledWithinTheBody(transport);
        upstream.enqueue(Answer.json(200, "{}"));
        Exchange second = post(transport);
        assertThat(second.head(in(A_MOMENT))).isNull();
        assertThat(upstream.calls()).isEqualTo(1);
        Pull pull = pull(() -> head(second));

        first.close();
        pull.awaitEnd();
        assertThat(body(second)).isEqualTo("{}");
    }

    @Test
    void anAnswerReadToItsEndGivesItsPlaceBackBeforeItIsClosed() {
        upstream.always(Answer.json(200, "{}"));
        Transport transport = transport(1);
        Exchange first = post(transport);
        head(first);
        body(first);

        assertThat(head(post(transport)).status()).isEqualTo(200);
    }

    @Test
    void aFailedExchangeGivesItsPlaceBackBeforeItIsClosed() {
        upstream.enqueue(Answer.status(200).length(10).cut());
        upstream.enqueue(Answer.json(200, "{}"));
        Transport transport = transport(1);
        Exchange failing = post(transport);
        head(failing);
        assertFails(Kind.BROKEN, () -> body(failing));

        assertThat(head(post(transport)).status()).isEqualTo(200);
    }

    @Test
    void aPlaceThatDoesNotComeFreeInTimeIsExhausted() {
        Transport transport = closedLater(transport(Duration.ofMillis(500), 1));
        stalledWithinTheBody(transport);
        Exchange second = post(transport);

        assertThat(second.head(in(A_MOMENT))).isNull();
        assertFails(Kind.EXHAUSTED, () -> head(second));
        assertFails(Kind.EXHAUSTED, () -> head(second));
        assertThat(upstream.calls()).isEqualTo(1);
    }

    @Test
    void oneThatGivesUpWaitingLeavesTheLine() {
        Transport transport = transport(1);
        Exchange first = stalledWithinTheBody(transport);
        Exchange second = post(transport);
        Exchange third = post(transport);
        assertThat(second.head(in(A_MOMENT))).isNull();
        assertThat(third.head(in(A_MOMENT))).isNull();
        upstream.enqueue(Answer.json(200, "{}"));

        second.close();
        first.close();
        assertThat(head(third).status()).isEqualTo(200);
    }
}

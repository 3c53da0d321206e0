package dev.qlite.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.transport.Exchange;
import dev.qlite.transport.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
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
public abstract class TransportContract extends ClosingContract {
    private static final int MEGABYTE = 1024 * 1024;

    protected TransportContract() {
        super(null);
    }

    /** Over TLS: the upstream speaks it with these keys, as of {@link SelfSigned#server()}, which the transport must trust. */
    protected TransportContract(SSLContext tls) {
        super(tls);
    }

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
}

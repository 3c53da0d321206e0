package dev.qlite.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qlite.transport.Exchange;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TransportException.Kind;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Closing an exchange, from any thread at any moment: a part of {@link TransportContract}. */
abstract class ClosingContract extends FailureContract {
    private static final int MEGABYTE = 1024 * 1024;

    ClosingContract(@Nullable SSLContext tls) {
        super(tls);
    }

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

    @Test
    void pullingOutOfTurnIsRefused() {
        Exchange exchange = post();

        assertThatThrownBy(() -> readNothing(exchange, SOON)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(exchange::framed).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> exchange.read(ByteBuffer.allocate(0), in(SOON)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

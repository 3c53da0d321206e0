package dev.qlite.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.transport.Exchange;
import dev.qlite.transport.Headers;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TransportException.Kind;
import dev.qlite.transport.TransportRequest;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a request is sent, and what becomes of it when its connection dies under it: a part of {@link TransportContract}. */
abstract class RequestContract extends TransportFixture {
    private static final int MEGABYTE = 1024 * 1024;

    RequestContract(@Nullable SSLContext tls) {
        super(tls);
    }

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

        assertThat(headUpTo(gate, exchange)).isNull();
        assertThat(exchange.head(System.nanoTime() - 1)).isNull();
        gate.open();
        assertThat(head(exchange).status()).isEqualTo(200);
        assertThat(upstream.calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRequestThatDiesOnTheWayIsNotSentAgain(boolean byReset) {
        for (int at = 1; ; at++) {
            try (DyingUpstream dying = new DyingUpstream(tls, at, byReset)) {
                Transport transport = transport();
                answered(transport, dying);
                Exchange second = post(transport, dying.uri("/second"));
                assertThat(assertFails(Kind.BROKEN, () -> head(second)))
                        .as("dies after " + at + " bytes")
                        .isNotNull();
                second.close();
                transport.close();
                assertThat(dying.connections())
                        .as("connections, dies after " + at)
                        .isEqualTo(1);
                if (dying.wasWhole()) {
                    assertThat(at).as("bytes of a request").isGreaterThan(50);
                    return;
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConnectionThatDiedWhileItWaitedCostsNothing(boolean byReset) {
        try (DyingUpstream dying = new DyingUpstream(tls, 0, byReset)) {
            Transport transport = transport();
            answered(transport, dying);
            dying.die(SOON);
            // The news of it is on its way, over the loopback.
            LockSupport.parkNanos(A_MOMENT.toNanos());

            answered(transport, dying);
            assertThat(dying.connections()).isEqualTo(2);
        }
    }

    private void answered(Transport transport, DyingUpstream upstream) {
        Exchange exchange = post(transport, upstream.uri("/"));
        assertThat(head(exchange).status()).isEqualTo(200);
        assertThat(body(exchange)).isEqualTo("{}");
        exchange.close();
    }

    @Test
    void anAnswerMayComeBeforeTheRequestIsWhole() {
        byte[] large = new byte[32 << 20];
        try (DyingUpstream early = DyingUpstream.answeringEarly(tls)) {
            Exchange exchange =
                    closedLater(transport().open(TransportRequest.post(early.uri("/"), Headers.empty(), large)));

            assertThat(head(exchange).status()).isEqualTo(413);
            assertThat(body(exchange)).isEqualTo("no");
        }
    }

    @Test
    void aRequestThatNobodyReadsCanBeClosed() {
        byte[] large = new byte[32 << 20];
        try (DyingUpstream deaf = DyingUpstream.deaf(tls)) {
            Transport transport = transport();
            Exchange exchange =
                    closedLater(transport.open(TransportRequest.post(deaf.uri("/"), Headers.empty(), large)));
            assertThat(exchange.head(in(A_MOMENT))).isNull();
            Pull pull = pull(() -> assertFails(Kind.CLOSED, () -> head(exchange)));

            exchange.close();
            pull.awaitEnd();
            upstream.enqueue(Answer.json(200, "{}"));
            assertThat(head(post(transport)).status()).isEqualTo(200);
        }
    }
}

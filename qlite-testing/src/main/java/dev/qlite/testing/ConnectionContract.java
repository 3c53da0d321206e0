package dev.qlite.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.transport.Exchange;
import dev.qlite.transport.Headers;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TransportException.Kind;
import dev.qlite.transport.TransportRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections are shared, and what becomes of a request when one dies: a part of {@link TransportContract}. */
abstract class ConnectionContract extends TransportFixture {
    ConnectionContract(@Nullable SSLContext tls) {
        super(tls);
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

    @Test
    void aConnectionThatIsToBeClosedIsNotUsedAgain() {
        assertUsedOnce("close");
    }

    @Test
    void thatMayBeSaidAmongOtherThings() {
        assertUsedOnce("x, Close");
    }

    private void assertUsedOnce(String connection) {
        upstream.always(Answer.status(200).header("Connection", connection).body("{}"));
        Transport transport = transport();
        for (int i = 0; i < 3; i++) {
            Exchange exchange = post(transport);
            head(exchange);
            body(exchange);
        }
        assertThat(upstream.connections()).isEqualTo(3);
    }

    @Test
    void placesAreGivenInTheOrderOfAsking() {
        upstream.always(Answer.json(200, "{}"));
        Transport transport = transport();
        Gate gate = Gate.named("first");
        upstream.enqueue(Answer.raw().awaits(gate).send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        Exchange first = post(transport);
        assertThat(first.head(in(A_MOMENT))).isNull();
        List<Integer> order = new ArrayList<>();
        List<Pull> pulls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int number = i;
            Exchange exchange = post(transport);
            assertThat(exchange.head(System.nanoTime())).isNull(); // asks for a place
            pulls.add(pull(() -> {
                head(exchange);
                synchronized (order) {
                    order.add(number);
                }
                body(exchange);
            }));
        }
        gate.open();
        head(first);
        body(first);
        pulls.forEach(Pull::awaitEnd);
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void closingWhileItConnectsGivesThePlaceBack() {
        try (DeadPort port = DeadPort.full()) {
            Transport transport = transport();
            Exchange exchange = post(transport, port.uri("/"));
            assertThat(exchange.head(in(A_MOMENT))).isNull();
            Pull pull = pull(() -> assertFails(Kind.CLOSED, () -> head(exchange)));
            exchange.close();
            pull.awaitEnd();

            upstream.enqueue(Answer.json(200, "{}"));
            assertThat(head(post(transport)).status()).isEqualTo(200);
        }
    }

    @Test
    void aTlsHandshakeThatIsNotAnsweredTakesAsLongAsConnectingMay() {
        try (DeadPort port = DeadPort.silent()) {
            Transport transport = closedLater(transport(Duration.ofMillis(300), 1));
            Exchange exchange = post(transport, port.secureUri("/"));

            assertFails(Kind.CONNECT, () -> head(exchange));
            upstream.enqueue(Answer.json(200, "{}"));
            assertThat(head(post(transport)).status()).isEqualTo(200);
        }
    }

    @Test
    void anUnknownHostIsNoConnection() {
        Exchange exchange = post(transport(), URI.create("http://no-such-host.invalid/"));

        assertThat(assertFails(Kind.CONNECT, () -> head(exchange))).hasMessageContaining("no-such-host.invalid:80");
    }
}

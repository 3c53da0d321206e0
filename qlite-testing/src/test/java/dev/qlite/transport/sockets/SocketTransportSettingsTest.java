package dev.qlite.transport.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qlite.testing.Answer;
import dev.qlite.testing.FakeUpstream;
import dev.qlite.transport.Exchange;
import dev.qlite.transport.Headers;
import dev.qlite.transport.ResponseHead;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TransportException;
import dev.qlite.transport.TransportException.Kind;
import dev.qlite.transport.TransportRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What of it the contract does not ask for: names, ages, what a peer says of its patience. */
@Timeout(60)
class SocketTransportSettingsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final FakeUpstream upstream = FakeUpstream.start().always(Answer.json(200, "{}"));

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void aNameThatTakesTooLongIsNoConnection() throws Exception {
        CountDownLatch found = new CountDownLatch(1);
        AtomicInteger lookups = new AtomicInteger();
        SocketTransport.Builder slow = SocketTransport.builder()
                .connectTimeout(Duration.ofMillis(200))
                .names(host -> {
                    lookups.incrementAndGet();
                    awaitQuietly(found);
                    return new InetAddress[] {InetAddress.getLoopbackAddress()};
                });
        try (Transport transport = slow.build()) {
            for (int i = 0; i < 3; i++) {
                try (Exchange exchange = open(transport, "slow.example")) {
                    assertThat(exchange.head(System.nanoTime() + 1_000_000)).isNull();
                    assertThatThrownBy(() -> exchange.head(System.nanoTime() + SOON.toNanos()))
                            .isInstanceOfSatisfying(
                                    TransportException.class,
                                    e -> assertThat(e.kind()).isEqualTo(Kind.CONNECT))
                            .hasMessageContaining("connecting took longer than 200 ms");
                }
            }
            assertThat(lookups).as("lookups of one name, at once").hasValue(1);
            found.countDown();
        }
    }

    @Test
    void ofAHostsAddressesTheFirstThatTakesAConnectionIsUsed() throws Exception {
        // Nothing listens on 127.0.0.2 at that port, nor is 127.0.0.1 bound to more than itself.
        SocketTransport.Builder several = SocketTransport.builder().names(host ->
                new InetAddress[] {InetAddress.getByName("127.0.0.2"), InetAddress.getLoopbackAddress()});
        try (Transport transport = several.build()) {
            assertThat(answer(transport, "several.example")).isEqualTo(200);
            assertThat(upstream.takeRequest(SOON).header("Host")).isEqualTo("several.example:" + upstream.port());
        }
    }

    @Test
    void anUnknownNameIsSaidToBeOne() {
        SocketTransport.Builder none = SocketTransport.builder().names(host -> {
            throw new UnknownHostException(host);
        });
        try (Transport transport = none.build();
                Exchange exchange = open(transport, "none.example")) {
            assertThatThrownBy(() -> exchange.head(System.nanoTime() + SOON.toNanos()))
                    .hasMessageContaining("none.example:" + upstream.port() + ": unknown host");
        }
    }

    @Test
    void aConnectionThatIsOldIsNotUsedAgain() {
        assertConnections(SocketTransport.builder().maxAge(Duration.ofNanos(1)), 3);
    }

    @Test
    void noMoreIsOneThatWaitedLong() {
        assertConnections(SocketTransport.builder().maxIdle(Duration.ofNanos(1)), 3);
    }

    @Test
    void noMoreIsOneOfAPeerWithoutPatience() {
        upstream.always(
                Answer.status(200).header("Keep-Alive", "max=5, timeout=1").body("{}"));
        assertConnections(SocketTransport.builder(), 3);
    }

    @Test
    void othersAre() {
        upstream.always(Answer.status(200).header("Keep-Alive", "timeout=60").body("{}"));
        assertConnections(SocketTransport.builder(), 1);
    }

    @Test
    void anIdleConnectionIsClosedThoughNobodyAsks() {
        try (Transport transport =
                SocketTransport.builder().maxIdle(Duration.ofMillis(50)).build()) {
            answer(transport, "127.0.0.1");
            upstream.awaitClientClosed(SOON);
        }
    }

    private void assertConnections(SocketTransport.Builder settings, int expected) {
        try (Transport transport = settings.build()) {
            for (int i = 0; i < 3; i++) {
                answer(transport, "127.0.0.1");
            }
        }
        assertThat(upstream.connections()).isEqualTo(expected);
    }

    private int answer(Transport transport, String host) {
        try (Exchange exchange = open(transport, host)) {
            ResponseHead head = exchange.head(System.nanoTime() + SOON.toNanos());
            if (head == null) {
                throw new AssertionError("head: none (expected: within " + SOON + ")");
            }
            ByteBuffer body = ByteBuffer.allocate(100);
            while (exchange.read(body, System.nanoTime() + SOON.toNanos()) > 0) {
                assertThat(body.position()).isPositive();
            }
            return head.status();
        }
    }

    private Exchange open(Transport transport, String host) {
        URI uri = URI.create("http://" + host + ":" + upstream.port() + "/");
        return transport.open(TransportRequest.post(uri, Headers.empty(), new byte[] {'{', '}'}));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

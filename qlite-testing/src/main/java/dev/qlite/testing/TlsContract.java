package dev.qlite.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.transport.Exchange;
import dev.qlite.transport.Headers;
import dev.qlite.transport.HttpProxy;
import dev.qlite.transport.Proxies;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TransportException.Kind;
import dev.qlite.transport.TransportRequest;
import dev.qlite.transport.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a {@code Transport} trusts, and how proxies lead there. To be extended as {@link TransportContract}. */
@Timeout(90)
public abstract class TlsContract extends TransportFixture {
    private static final SelfSigned KEYS = SelfSigned.forLocalhost("RSA");

    protected TlsContract() {
        super(KEYS.server());
    }

    /** A new transport that trusts so, and goes that way; the suite closes it. */
    protected abstract Transport transport(SSLContext trusted, Proxies proxies);

    @Override
    protected final Transport transport(Duration connectTimeout, int maxConnections) {
        return transport(KEYS.client(), Proxies.none());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void aHostIsWhoItsCertificateSays(String host) {
        upstream.enqueue(Answer.json(200, "{}"));
        Exchange exchange = post(transport(), URI.create("https://" + host + ":" + upstream.port() + "/v1"));

        head(exchange);
        assertThat(body(exchange)).isEqualTo("{}");
        assertThat(upstream.takeRequest(SOON).header("Host")).isEqualTo(host + ":" + upstream.port());
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        assertRefused(SelfSigned.make("EC", "san=dns:other.example,ip:10.0.0.1"));
    }

    @Test
    void aCertificateThatHasExpiredIsRefused() throws Exception {
        assertRefused(SelfSigned.make("EC", "san=dns:localhost,ip:127.0.0.1", "-startdate", "-10d", "-validity", "5"));
    }

    @Test
    void theCertificatesOfAFileAreTrusted() throws Exception {
        try (FakeUpstream other = FakeUpstream.start(KEYS.server())) {
            other.enqueue(Answer.json(200, "{}"));

            assertThat(head(post(trusting(KEYS), other.uri("/"))).status()).isEqualTo(200);
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        Transport stranger = closedLater(transport(SelfSigned.forLocalhost("EC").client(), Proxies.none()));

        assertHandshakeFails(post(stranger));
        assertThat(upstream.calls()).isZero();
    }

    private Transport trusting(SelfSigned keys) throws IOException {
        Path file = Files.createTempFile("trusted", ".pem");
        try {
            Files.writeString(file, keys.certificatePem());
            return closedLater(transport(TrustedCertificates.in(file), Proxies.none()));
        } finally {
            Files.delete(file);
        }
    }

    private void assertRefused(SelfSigned shown) throws IOException {
        try (FakeUpstream other = FakeUpstream.start(shown.server())) {
            assertHandshakeFails(post(trusting(shown), other.uri("/")));
            assertThat(other.calls()).isZero();
        }
    }

    private static void assertHandshakeFails(Exchange exchange) {
        assertThat(assertFails(Kind.CONNECT, () -> head(exchange))).hasMessageContaining("TLS handshake failed");
    }

    @Test
    void aServerInTheClearIsNoServer() {
        try (FakeUpstream clear = FakeUpstream.start()) {
            URI secure = URI.create("https://localhost:" + clear.port() + "/");
            assertHandshakeFails(post(transport(), secure));
        } catch (AssertionError e) {
            // The upstream tells of a request that it could not read.
            assertThat(e).hasMessageContaining("upstream: ");
        }
    }

    @Test
    void aSessionIsResumed() {
        SelfSigned keys = SelfSigned.forLocalhost("RSA");
        try (FakeUpstream other = FakeUpstream.start(keys.server())) {
            other.always(Answer.status(200).header("Connection", "close").body("{}"));
            Transport transport = closedLater(transport(keys.client(), Proxies.none()));
            for (int i = 0; i < 5; i++) {
                Exchange exchange = post(transport, other.uri("/"));
                head(exchange);
                assertThat(body(exchange)).isEqualTo("{}");
                exchange.close();
            }

            assertThat(other.connections()).isEqualTo(5);
            // A server need not give a new ticket each time, nor a client have read it before the end.
            assertThat(keys.timesChecked()).isBetween(1, 4);
        }
    }

    // Proxies.

    @Test
    void aProxyLeadsThroughATunnel() throws Exception {
        try (FakeProxy proxy = FakeProxy.to(upstream.port(), null)) {
            upstream.always(Answer.json(200, "{}"));
            Transport transport = closedLater(transport(KEYS.client(), Proxies.through(at(proxy, null))));
            for (int i = 0; i < 2; i++) {
                Exchange exchange = post(transport, URI.create("https://localhost:4433/v1"));
                head(exchange);
                assertThat(body(exchange)).isEqualTo("{}");
            }

            assertThat(proxy.asked()).hasSize(1);
            assertThat(proxy.asked().get(0)).hasToString("CONNECT localhost:4433");
            assertThat(upstream.takeRequest(SOON).header("Host")).isEqualTo("localhost:4433");
        }
    }

    @Test
    void theCertificateIsTheHostsNotTheProxys() throws Exception {
        try (FakeProxy proxy = FakeProxy.to(upstream.port(), null)) {
            Transport transport = closedLater(transport(KEYS.client(), Proxies.through(at(proxy, null))));

            assertHandshakeFails(post(transport, URI.create("https://other.example/v1")));
        }
    }

    @Test
    void aProxyThatWantsALoginRefuses() throws Exception {
        try (FakeProxy proxy = FakeProxy.to(upstream.port(), "Basic dTpw")) {
            Transport transport = closedLater(transport(KEYS.client(), Proxies.through(at(proxy, null))));

            assertThat(assertFails(Kind.CONNECT, () -> head(post(transport, URI.create("https://localhost/")))))
                    .hasMessageContaining("a proxy on the way to it refuses (status 407)");
        }
    }

    @Test
    void aProxyIsAskedForWhatIsInTheClear() {
        try (FakeUpstream proxy = FakeUpstream.start()) {
            proxy.enqueue(Answer.json(200, "{}"));
            HttpProxy there = new HttpProxy("127.0.0.1", proxy.port(), null);
            Transport transport = closedLater(transport(KEYS.client(), Proxies.through(there)));
            Exchange exchange = closedLater(transport.open(TransportRequest.post(
                    URI.create("http://plain.example/v1?a=b"), Headers.empty(), new byte[] {'{', '}'})));

            assertThat(head(exchange).status()).isEqualTo(200);
            RecordedRequest asked = proxy.takeRequest(SOON);
            assertThat(asked.path()).isEqualTo("http://plain.example/v1?a=b");
            assertThat(asked.header("Host")).isEqualTo("plain.example");
        }
    }

    /** Where that proxy is. */
    static HttpProxy at(FakeProxy proxy, @Nullable String login) {
        return new HttpProxy("127.0.0.1", proxy.port(), login);
    }
}

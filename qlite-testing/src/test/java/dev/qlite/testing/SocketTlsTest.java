package dev.qlite.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.transport.Exchange;
import dev.qlite.transport.HttpProxy;
import dev.qlite.transport.Proxies;
import dev.qlite.transport.Transport;
import dev.qlite.transport.sockets.SocketTransport;
import java.net.URI;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

final class SocketTlsTest extends TlsContract {
    @Override
    protected Transport transport(SSLContext trusted, Proxies proxies) {
        return SocketTransport.builder().sslContext(trusted).proxies(proxies).build();
    }

    @Test
    void itLogsInToAProxy() throws Exception {
        SelfSigned keys = SelfSigned.forLocalhost("EC");
        try (FakeUpstream other = FakeUpstream.start(keys.server());
                FakeProxy proxy = FakeProxy.to(other.port(), "Basic dTpw")) {
            other.enqueue(Answer.json(200, "{}"));
            HttpProxy there = HttpProxy.of(URI.create("http://u:p@127.0.0.1:" + proxy.port()));
            Exchange exchange = post(
                    closedLater(transport(keys.client(), Proxies.through(there))), URI.create("https://localhost/"));

            assertThat(head(exchange).status()).isEqualTo(200);
            assertThat(other.takeRequest(SOON).headers().contains("Proxy-Authorization"))
                    .isFalse();
        }
    }

    @Test
    void andShowsItsLoginWhereItAsksForWhatIsInTheClear() {
        try (FakeUpstream proxy = FakeUpstream.start()) {
            proxy.enqueue(Answer.json(200, "{}"));
            HttpProxy there = HttpProxy.of(URI.create("http://u:p@127.0.0.1:" + proxy.port()));
            Transport transport = closedLater(
                    SocketTransport.builder().proxies(Proxies.through(there)).build());
            head(post(transport, URI.create("http://plain.example/v1")));

            assertThat(proxy.takeRequest(SOON).header("Proxy-Authorization")).isEqualTo("Basic dTpw");
        }
    }
}

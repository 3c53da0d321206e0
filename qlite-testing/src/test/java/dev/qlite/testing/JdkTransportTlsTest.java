package dev.qlite.testing;

import dev.qlite.transport.Transport;
import dev.qlite.transport.jdk.JdkTransport;
import java.time.Duration;

final class JdkTransportTlsTest extends JdkTransportContract {
    private static final SelfSigned KEYS = SelfSigned.forLocalhost("EC");

    JdkTransportTlsTest() {
        super(KEYS.server());
    }

    @Override
    protected Transport transport(Duration connectTimeout, int maxConnections) {
        return JdkTransport.builder()
                .connectTimeout(connectTimeout)
                .maxConnections(maxConnections)
                .sslContext(KEYS.client())
                .build();
    }
}

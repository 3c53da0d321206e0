package dev.qlite.testing;

import dev.qlite.transport.Transport;
import dev.qlite.transport.sockets.SocketTransport;
import java.time.Duration;

final class SocketTransportTlsTest extends TransportContract {
    private static final SelfSigned KEYS = SelfSigned.forLocalhost("EC");

    SocketTransportTlsTest() {
        super(KEYS.server());
    }

    @Override
    protected Transport transport(Duration connectTimeout, int maxConnections) {
        return SocketTransport.builder()
                .connectTimeout(connectTimeout)
                .maxConnections(maxConnections)
                .sslContext(KEYS.client())
                .build();
    }
}

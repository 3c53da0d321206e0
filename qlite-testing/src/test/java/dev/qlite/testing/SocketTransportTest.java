package dev.qlite.testing;

import dev.qlite.transport.Transport;
import dev.qlite.transport.sockets.SocketTransport;
import java.time.Duration;

final class SocketTransportTest extends TransportContract {
    @Override
    protected Transport transport(Duration connectTimeout, int maxConnections) {
        return SocketTransport.builder()
                .connectTimeout(connectTimeout)
                .maxConnections(maxConnections)
                .build();
    }
}

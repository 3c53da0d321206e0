package dev.qlite.testing;

import dev.qlite.transport.Transport;
import dev.qlite.transport.jdk.JdkTransport;
import java.time.Duration;

final class JdkTransportTest extends JdkTransportContract {
    @Override
    protected Transport transport(Duration connectTimeout, int maxConnections) {
        return JdkTransport.builder()
                .connectTimeout(connectTimeout)
                .maxConnections(maxConnections)
                .build();
    }
}

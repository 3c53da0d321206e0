package dev.qlite.provider;

import dev.qlite.transport.Transport;
import dev.qlite.transport.TrustedCertificates;
import dev.qlite.transport.jdk.JdkTransport;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/** The way to a provider, as it is configured. */
final class UpstreamTransport {
    private UpstreamTransport() {}

    /**
     * Opens it.
     *
     * @throws IllegalArgumentException if a setting makes no sense; it names the key
     */
    static Transport of(ProviderSettings settings) {
        JdkTransport.Builder transport = JdkTransport.builder()
                .connectTimeout(settings.timeouts().connect())
                .maxConnections(settings.maxConnections());
        URI proxy = settings.proxy();
        if (proxy != null) {
            if (proxy.getHost() == null || proxy.getPort() < 0 || proxy.getRawUserInfo() != null) {
                throw new IllegalArgumentException("proxy: unusable (expected: http://host:port, without user)");
            }
            // Looked up at each connection: a proxy may move.
            transport.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(proxy.getHost(), proxy.getPort())));
        }
        Path caFile = settings.caFile();
        if (caFile != null) {
            transport.sslContext(trusting(caFile));
        }
        return transport.build();
    }

    private static SSLContext trusting(Path caFile) {
        try {
            return TrustedCertificates.in(caFile);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ca_file: " + e.getMessage(), e);
        }
    }
}

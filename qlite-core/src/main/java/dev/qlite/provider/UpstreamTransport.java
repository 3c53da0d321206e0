package dev.qlite.provider;

import dev.qlite.transport.Proxies;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TrustedCertificates;
import dev.qlite.transport.jdk.JdkTransport;
import dev.qlite.transport.sockets.SocketTransport;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The way to a provider, as it is configured; where it is not, as the JVM and then the environment say. */
final class UpstreamTransport {
    /** The variables that curl reads for the certificates to trust, in its order. */
    private static final String[] CA_FILES = {"CURL_CA_BUNDLE", "SSL_CERT_FILE"};

    /** The JVM's own words on whom to trust. */
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";

    private UpstreamTransport() {}

    /**
     * Opens it.
     *
     * @throws IllegalArgumentException if a setting, or a variable, makes no sense; it names the key or the variable
     */
    static Transport of(URI baseUrl, ProviderSettings settings, Map<String, String> environment) {
        SSLContext trusted = "https".equalsIgnoreCase(baseUrl.getScheme()) ? trusted(settings, environment) : null;
        Proxies proxies = settings.proxy() != null ? Proxies.through(settings.proxy()) : Proxies.ofSystem(environment);
        return settings.transport() == TransportKind.JDK
                ? onJdk(settings, trusted, proxies)
                : onSockets(settings, trusted, proxies);
    }

    private static Transport onSockets(ProviderSettings settings, @Nullable SSLContext trusted, Proxies proxies) {
        SocketTransport.Builder transport = SocketTransport.builder()
                .connectTimeout(settings.timeouts().connect())
                .maxConnections(settings.maxConnections())
                .proxies(proxies);
        return (trusted == null ? transport : transport.sslContext(trusted)).build();
    }

    private static Transport onJdk(ProviderSettings settings, @Nullable SSLContext trusted, Proxies proxies) {
        if (proxies.wantLogin()) {
            throw new IllegalArgumentException("transport: jdk cannot log in to a proxy (expected: sockets)");
        }
        JdkTransport.Builder transport = JdkTransport.builder()
                .connectTimeout(settings.timeouts().connect())
                .maxConnections(settings.maxConnections())
                .proxy(proxies.selector());
        return (trusted == null ? transport : transport.sslContext(trusted)).build();
    }

    /** Whom to trust; null for whom the JVM does. */
    private static @Nullable SSLContext trusted(ProviderSettings settings, Map<String, String> environment) {
        if (settings.caFile() != null) {
            return trusted("ca_file", settings.caFile());
        }
        if (System.getProperty(TRUST_STORE) != null) {
            return null;
        }
        for (String variable : CA_FILES) {
            String file = environment.getOrDefault(variable, "");
            if (!file.isBlank()) {
                return trusted(variable, Path.of(file));
            }
        }
        return null;
    }

    private static SSLContext trusted(String by, Path file) {
        try {
            return TrustedCertificates.in(file);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(by + ": " + e.getMessage(), e);
        }
    }
}

package dev.qlite.provider;

import dev.qlite.transport.Proxies;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TrustedCertificates;
import dev.qlite.transport.jdk.JdkTransport;
import dev.qlite.transport.sockets.SocketTransport;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The way to a provider, as it is configured; where it is not, as the JVM and then the environment say. */
final class UpstreamTransport {
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
        Path configured = settings.caFile();
        if (configured != null) {
            return named("ca_file", () -> TrustedCertificates.in(configured));
        }
        return System.getProperty(TRUST_STORE) != null ? null : trusted(environment);
    }

    /** As curl does: CURL_CA_BUNDLE alone, else the file and the folder that OpenSSL would read. */
    private static @Nullable SSLContext trusted(Map<String, String> environment) {
        String bundle = environment.getOrDefault("CURL_CA_BUNDLE", "");
        String file = environment.getOrDefault("SSL_CERT_FILE", "");
        String folder = environment.getOrDefault("SSL_CERT_DIR", "");
        if (!bundle.isBlank()) {
            return named("CURL_CA_BUNDLE", () -> TrustedCertificates.in(Path.of(bundle)));
        }
        List<Path> files = new ArrayList<>();
        if (!folder.isBlank()) {
            files.addAll(named("SSL_CERT_DIR", () -> TrustedCertificates.hashed(Path.of(folder))));
        }
        if (!file.isBlank()) {
            files.add(Path.of(file));
        }
        return files.isEmpty()
                ? null
                : named(file.isBlank() ? "SSL_CERT_DIR" : "SSL_CERT_FILE", () -> TrustedCertificates.in(files));
    }

    private static <T> T named(String by, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(by + ": " + e.getMessage(), e);
        }
    }
}

package dev.qlite.benchmarks.load;

import dev.qlite.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;

/** The scripted upstream, under way. */
final class Upstream implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final Server server;
    private final Path work;
    private final URI plain;
    private final URI secure;

    private Upstream(Server server, Path work, URI plain, URI secure) {
        this.server = server;
        this.work = work;
        this.plain = plain;
        this.secure = secure;
    }

    static Upstream start(Home home) {
        Path work = home.work("upstream");
        Path certificate = work.resolve("cert.pem");
        Server server = Server.start(List.of(home.tool("upstream"), "-cert", certificate.toString()), Map.of(), work);
        String said = Waiting.until("the upstream tells its addresses", server, () -> {
            String text = Files.readString(server.out());
            return text.endsWith("\n") ? text.strip() : null;
        });
        String[] addresses = said.split(" ", -1);
        trust(certificate, work.resolve("trust.p12"));
        return new Upstream(server, work, URI.create(addresses[0]), URI.create(addresses[1]));
    }

    /** Asked without anything between: what the load tools and the upstream alone can do. */
    Target direct() {
        return new Target(plain.resolve("/v1/chat/completions"), "bench", List.of());
    }

    /** Where it tells its counters. */
    URI counters() {
        return plain.resolve("/stats");
    }

    /** How many answers it has been asked for since its start. */
    long answers() {
        return Json.parse(Http.get(counters())).require("answers").asLong();
    }

    /** What a subject must know of it. */
    Map<String, String> environment() {
        return Map.of(
                "UPSTREAM", plain.toString(),
                "UPSTREAM_TLS", secure.toString(),
                "UPSTREAM_CERT", work.resolve("cert.pem").toString(),
                "UPSTREAM_TRUST", work.resolve("trust.p12").toString());
    }

    /** The certificate in the form that a JVM can be told to trust. */
    private static void trust(Path pem, Path file) {
        try (InputStream in = Files.newInputStream(pem);
                OutputStream to = Files.newOutputStream(file)) {
            Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("upstream", certificate);
            store.store(to, PASSWORD.toCharArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}

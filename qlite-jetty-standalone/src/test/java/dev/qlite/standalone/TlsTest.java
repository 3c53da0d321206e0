package dev.qlite.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qlite.Qlite;
import dev.qlite.config.ServerSettings;
import dev.qlite.config.TlsFiles;
import dev.qlite.provider.mock.MockProvider;
import dev.qlite.servlet.QliteServlet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 and HTTP/2, in the clear and over TLS from PEM files. */
class TlsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void aCertificateFromPemFilesServesHttp1AndHttp2(String algorithm) throws Exception {
        Certificates.Made made = Certificates.make(folder, algorithm);
        try (RunningServer server = start(made.write(folder.resolve("c.pem"), folder.resolve("k.pem")))) {
            assertThat(server.address()).startsWith("https://");
            for (HttpClient.Version version : HttpClient.Version.values()) {
                HttpResponse<String> answer = get(trusting(made.certificate()), server, version);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(version);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
    void inTheClearBothAreServedToo(HttpClient.Version version) throws Exception {
        try (RunningServer server = start(null)) {
            assertThat(get(HttpClient.newHttpClient(), server, version).version())
                    .isEqualTo(version);
        }
    }

    @Test
    void aChangedFileIsReadAgainAndABrokenOneLeavesItAsItWas() throws Exception {
        Certificates.Made first = Certificates.make(folder, "EC");
        Certificates.Made second = Certificates.make(folder, "EC");
        PemFiles files = first.write(folder.resolve("c.pem"), folder.resolve("k.pem"));
        Tls tls = new Tls(files);
        tls.factory().start();
        tls.start();
        try {
            assertThat(served(tls)).isEqualTo(first.certificate());
            Files.writeString(files.key(), "broken");
            later(files.key(), 10);
            tls.look();
            assertThat(served(tls)).isEqualTo(first.certificate());
            second.write(files.cert(), files.key());
            later(files.key(), 20);
            tls.look();
            assertThat(served(tls)).isEqualTo(second.certificate());
        } finally {
            tls.stop();
            tls.factory().stop();
        }
    }

    @Test
    void filesThatDoNotHoldAreNamed() throws Exception {
        Certificates.Made made = Certificates.make(folder, "RSA");
        PemFiles good = made.write(folder.resolve("c.pem"), folder.resolve("k.pem"));
        PemFiles other = Certificates.make(folder, "RSA").write(folder.resolve("c2.pem"), folder.resolve("k2.pem"));
        PemFiles curve = Certificates.make(folder, "EC").write(folder.resolve("c3.pem"), folder.resolve("k3.pem"));
        Path none = folder.resolve("none.pem");

        assertRefused(new PemFiles(none, good.key()), "tls.cert: ", "none.pem: there is no such file");
        assertRefused(new PemFiles(good.cert(), none), "tls.key: ", "none.pem: there is no such file");
        assertRefused(new PemFiles(good.key(), good.key()), "tls.cert: ", "k.pem");
        assertRefused(new PemFiles(good.cert(), good.cert()), "tls.key: ", "c.pem: no key in PKCS #8");
        assertRefused(new PemFiles(good.cert(), other.key()), "tls.key: ", "k2.pem: not the key of ");
        assertRefused(new PemFiles(good.cert(), curve.key()), "tls.key: ", "k3.pem: not the key of ");
    }

    private static void assertRefused(PemFiles files, String what, String why) throws Exception {
        String secret =
                Files.exists(files.key()) ? Files.readString(files.key()).substring(40, 80) : "no key";
        assertThatThrownBy(() -> start(files).close())
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(what)
                .hasMessageContaining(why)
                .hasMessageNotContaining(secret);
    }

    private static RunningServer start(@Nullable PemFiles tls) {
        Qlite qlite = Qlite.builder()
                .provider(MockProvider.builder().build(), "mock-*")
                .build();
        ServerSettings settings = ServerSettings.DEFAULT.withPort(0).withDrain(Duration.ZERO);
        return RunningServer.start(
                tls == null ? settings : settings.withTls(new TlsFiles(tls.cert(), tls.key())),
                Map.of(
                        "/*",
                        QliteServlet.builder(qlite)
                                .allowAnonymous()
                                .blocking(true)
                                .build()),
                qlite,
                new DrainFilter());
    }

    private static HttpResponse<String> get(HttpClient client, RunningServer server, HttpClient.Version version)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.address() + "/health"))
                        .version(version)
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpClient trusting(X509Certificate certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    /** The certificate that the next connection is shown. */
    private static X509Certificate served(Tls tls) throws Exception {
        return (X509Certificate) tls.factory().getKeyStore().getCertificate("server");
    }

    private static void later(Path file, int seconds) throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
    }
}

package dev.qlite.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qlite.testing.Answer;
import dev.qlite.testing.FakeUpstream;
import dev.qlite.testing.SelfSigned;
import dev.qlite.transport.Exchange;
import dev.qlite.transport.Headers;
import dev.qlite.transport.ResponseHead;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TransportException;
import dev.qlite.transport.TransportRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom the environment has it trust, as it has curl. */
@Timeout(60)
class UpstreamTransportTest {
    private static final SelfSigned KEYS = SelfSigned.forLocalhost("EC");
    private static final SelfSigned OTHERS = SelfSigned.forLocalhost("EC");

    @TempDir
    Path folder;

    private final FakeUpstream upstream = FakeUpstream.start(KEYS.server()).always(Answer.json(200, "{}"));

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("right"), KEYS.certificatePem());
        Files.writeString(folder.resolve("wrong"), OTHERS.certificatePem());
        for (String each : new String[] {"right", "wrong"}) {
            Path hashed = Files.createDirectory(folder.resolve(each + ".d"));
            Files.copy(folder.resolve(each), hashed.resolve("1a2b3c4d.0"));
        }
        Files.createDirectory(folder.resolve("unnamed.d"));
        Files.copy(folder.resolve("right"), folder.resolve("unnamed.d/right.pem"));
    }

    @AfterEach
    void close() {
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'', false",
        "CURL_CA_BUNDLE=right, true",
        "CURL_CA_BUNDLE=wrong, false",
        "SSL_CERT_FILE=right, true",
        "SSL_CERT_FILE=wrong, false",
        "SSL_CERT_DIR=right.d, true",
        "SSL_CERT_DIR=wrong.d, false",
        "SSL_CERT_DIR=right.d SSL_CERT_FILE=wrong, true",
        "SSL_CERT_DIR=wrong.d SSL_CERT_FILE=right, true",
        "CURL_CA_BUNDLE=right SSL_CERT_FILE=wrong, true",
        "CURL_CA_BUNDLE=wrong SSL_CERT_FILE=right SSL_CERT_DIR=right.d, false"
    })
    void theEnvironmentSaysWhomToTrust(String variables, boolean trusted) {
        assertThat(isTrusted(variables)).isEqualTo(trusted);
    }

    @ParameterizedTest
    @CsvSource({
        "CURL_CA_BUNDLE=none, there is no such file",
        "SSL_CERT_FILE=none, there is no such file",
        "SSL_CERT_DIR=none, cannot be read (expected: a folder)",
        "SSL_CERT_DIR=unnamed.d, no certificate in it"
    })
    void aVariableThatLeadsNowhereIsNamed(String variable, String what) {
        assertThatThrownBy(() -> isTrusted(variable))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(variable.substring(0, variable.indexOf('=')) + ": " + folder)
                .hasMessageContaining(what);
    }

    @Test
    void whatIsConfiguredComesFirst() {
        ProviderSettings settings = settings().caFile(folder.resolve("right")).build();

        assertThat(isTrusted(
                        settings,
                        Map.of("CURL_CA_BUNDLE", folder.resolve("wrong").toString())))
                .isTrue();
    }

    private boolean isTrusted(String variables) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split(" ", -1)) {
            int is = variable.indexOf('=');
            if (is > 0) {
                environment.put(
                        variable.substring(0, is),
                        folder.resolve(variable.substring(is + 1)).toString());
            }
        }
        return isTrusted(settings().build(), environment);
    }

    private boolean isTrusted(ProviderSettings settings, Map<String, String> environment) {
        URI uri = upstream.uri("/");
        try (Transport transport = UpstreamTransport.of(uri, settings, environment);
                Exchange exchange = transport.open(TransportRequest.get(uri, Headers.empty()))) {
            ResponseHead head =
                    exchange.head(System.nanoTime() + Duration.ofSeconds(20).toNanos());
            return head != null && head.status() == 200;
        } catch (TransportException e) {
            assertThat(e).hasMessageContaining("TLS handshake failed");
            return false;
        }
    }

    private ProviderSettings.Builder settings() {
        return ProviderSettings.named("up").baseUrl(upstream.uri("/"));
    }
}

package dev.qlite.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.testing.Answer;
import dev.qlite.testing.FakeUpstream;
import dev.qlite.testing.RecordedRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** From a configuration file to what providers see: whose key in which header, trusted by which file, by way of whom. */
class WayToProvidersTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Map<String, String> VARIABLES = Map.of("OURS", "sk-ours", "TEAM", "qk-team");

    private static final String ANSWER = "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},"
            + "\"finish_reason\":\"stop\"}]}";

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void eachProviderGetsItsKeyInItsHeaderAndNothingElse() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start().always(Answer.json(200, ANSWER));
                RunningServer proxy = proxy("""
                        server: {api_keys: [{name: team, key: "${TEAM}"}]}
                        providers:
                          ours: {type: openai, base_url: "UP/a", api_key: "${OURS}", models: [ours]}
                          azure: {type: openai, base_url: "UP/b", api_key: "${OURS}", auth_header: api-key, models: [azure]}
                          theirs: {type: openai, base_url: "UP/c", auth: client, models: [theirs]}
                          bare: {type: openai, base_url: "UP/d", auth: client, auth_header: x-key, models: [bare]}
                          none: {type: openai, base_url: "UP/e", models: [none]}
                        """.replace("UP", upstream.baseUrl()))) {
            for (String model : List.of("ours", "azure", "theirs", "bare", "none")) {
                assertThat(ask(proxy, model, "X-Qlite-Key", "qk-team", "Authorization", "Bearer sk-theirs")
                                .statusCode())
                        .isEqualTo(200);
            }
            assertThat(keys(upstream)).containsExactly("Authorization: Bearer sk-ours");
            assertThat(keys(upstream)).containsExactly("api-key: sk-ours");
            assertThat(keys(upstream)).containsExactly("Authorization: Bearer sk-theirs");
            assertThat(keys(upstream)).containsExactly("x-key: sk-theirs");
            assertThat(keys(upstream)).isEmpty();

            HttpResponse<String> refused = ask(proxy, "theirs", "Authorization", "Bearer qk-team");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("X-Qlite-Key");
            assertThat(upstream.calls()).isEqualTo(5);
        }
    }

    @Test
    void withoutKeysOfQlitesOwnTheBearersKeyIsTheCallersAndKeepsCallersApart() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start().always(Answer.json(200, ANSWER));
                RunningServer proxy = proxy("providers: {p: {type: openai, base_url: " + upstream.baseUrl()
                        + ", auth: client, models: [m]}}")) {
            assertThat(cache(ask(proxy, "m", "Authorization", "Bearer sk-1"))).isEqualTo("MISS");
            assertThat(cache(ask(proxy, "m", "Authorization", "Bearer sk-1"))).isEqualTo("HIT");
            assertThat(cache(ask(proxy, "m", "Authorization", "Bearer sk-2"))).isEqualTo("MISS");
            assertThat(ask(proxy, "m", "X-Other", "x").statusCode()).isEqualTo(401);
            assertThat(upstream.calls()).isEqualTo(2);
        }
    }

    @Test
    void aCertificateOfOnesOwnIsTrustedWhereTheFileHasItAndNowhereElse() throws Exception {
        PemFiles files = Certificates.make(folder, "EC").write(folder.resolve("c.pem"), folder.resolve("k.pem"));
        Files.writeString(files.cert(), "# the company's own\n" + Files.readString(files.cert()));
        PemFiles other = Certificates.make(folder, "EC").write(folder.resolve("c2.pem"), folder.resolve("k2.pem"));
        try (RunningServer upstream = secured(files);
                RunningServer proxy = proxy("""
                        providers:
                          right: {type: openai, base_url: UP, ca_file: RIGHT, models: [r]}
                          wrong: {type: openai, base_url: UP, ca_file: WRONG, models: [w]}
                          usual: {type: openai, base_url: UP, models: [u]}
                        """.replace("UP", upstream.address() + "/v1")
                        .replace("RIGHT", files.cert().toString())
                        .replace("WRONG", other.cert().toString()))) {
            assertThat(ask(proxy, "right/mock-gpt").statusCode()).isEqualTo(200);
            for (String model : List.of("wrong/mock-gpt", "usual/mock-gpt")) {
                HttpResponse<String> answer = ask(proxy, model);
                assertThat(answer.statusCode()).isEqualTo(502);
                assertThat(answer.body()).contains("TLS handshake failed");
            }
        }
    }

    @Test
    void aProxyOnTheWaySeesATunnelAndNoKey() throws Exception {
        PemFiles files = Certificates.make(folder, "EC").write(folder.resolve("c.pem"), folder.resolve("k.pem"));
        try (RunningServer upstream = secured(files);
                ForwardProxy way =
                        ForwardProxy.to(URI.create(upstream.address()).getPort());
                RunningServer proxy =
                        proxy("providers: {p: {type: openai, base_url: 'https://localhost:1/v1', auth: client,"
                                + " proxy: '" + way.url() + "', ca_file: '" + files.cert() + "', models: [m]}}")) {
            assertThat(ask(proxy, "p/mock-gpt", "Authorization", "Bearer sk-1").statusCode())
                    .isEqualTo(200);
            assertThat(way.heads())
                    .hasSize(1)
                    .allSatisfy(head -> assertThat(head)
                            .startsWith("CONNECT localhost:1 HTTP/1.1")
                            .doesNotContain("sk-1"));
        }
    }

    @Test
    void inTheClearAProxyIsAskedForTheWholeUrl() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start().always(Answer.json(200, ANSWER));
                ForwardProxy way = ForwardProxy.to(upstream.port());
                RunningServer proxy =
                        proxy("providers: {p: {type: openai, base_url: 'http://upstream.invalid/v1', proxy: '"
                                + way.url() + "', models: [m]}}")) {
            assertThat(ask(proxy, "m").statusCode()).isEqualTo(200);
            assertThat(way.heads().get(0)).startsWith("POST http://upstream.invalid/v1/chat/completions HTTP/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"407 Proxy Authentication Required", "403 Forbidden"})
    void aProxyThatRefusesIsTold(String status) throws Exception {
        try (ForwardProxy way = ForwardProxy.refusing(status);
                RunningServer proxy =
                        proxy("providers: {p: {type: openai, base_url: 'https://localhost:1/v1', api_key: k,"
                                + " proxy: '" + way.url() + "', models: [m]}}")) {
            HttpResponse<String> answer = ask(proxy, "m");
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("proxy");
        }
    }

    private RunningServer secured(PemFiles files) throws IOException {
        return proxy("server: {tls: {cert: '" + files.cert() + "', key: '" + files.key() + "'}, host: localhost}\n"
                + "providers: {m: {type: mock}}\n");
    }

    private RunningServer proxy(String yaml) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "c", ".yaml"), yaml);
        ProxyCommand command = new ProxyCommand();
        new CommandLine(command).parseArgs("--config", file.toString(), "--port", "0");
        return command.start(VARIABLES);
    }

    private HttpResponse<String> ask(RunningServer proxy, String model, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(proxy.address() + "/v1/chat/completions"))
                .timeout(SOON)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}"));
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    private static String cache(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("X-Cache").orElseThrow();
    }

    /** The headers of the oldest request that hold a key, as it came. */
    private static List<String> keys(FakeUpstream upstream) {
        RecordedRequest request = upstream.takeRequest(SOON);
        return request.headers().names().stream()
                .flatMap(name -> request.headers().all(name).stream().map(value -> name + ": " + value))
                .filter(header -> header.contains("sk-") || header.contains("qk-"))
                .map(header -> header.replace("authorization", "Authorization"))
                .toList();
    }
}

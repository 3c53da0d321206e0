package dev.qlite.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.config.QliteConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Who reaches the proxy, as its configuration says. */
class GuardsTest {
    private static final Map<String, String> KEYS = Map.of("A_OLD", "qk-a-old", "A_NEW", "qk-a-new", "B", "qk-b");
    private static final String TEAMS =
            "api_keys: [{name: a, key: '${A_OLD}'}, {name: a, key: '${A_NEW}'}," + " {name: b, key: '${B}'}]";

    @TempDir
    Path folder;

    @Test
    void withKeysTheyAloneLetInFromAnywhereUnderAnyName() throws IOException {
        try (RunningServer proxy = proxy("{host: 0.0.0.0, " + TEAMS + "}")) {
            for (String key : KEYS.values()) {
                assertThat(status(proxy, "qlite.example.org", "Authorization: Bearer " + key))
                        .isEqualTo(200);
            }
            assertThat(status(proxy, "localhost", "Authorization: Bearer qk-other"))
                    .isEqualTo(401);
            assertThat(status(proxy, "localhost", "X-Other: 1")).isEqualTo(401);
        }
    }

    @Test
    void withoutKeysOnlyTheLoopbacksNamesAndThoseListedAreAnswered() throws IOException {
        try (RunningServer proxy = proxy("{allowed_hosts: [qlite.example.org]}")) {
            assertThat(status(proxy, "localhost", "X-Other: 1")).isEqualTo(200);
            assertThat(status(proxy, "qlite.example.org", "X-Other: 1")).isEqualTo(200);
            assertThat(status(proxy, "evil.example", "X-Other: 1")).isEqualTo(403);
        }
    }

    @Test
    void aKeyThatIsRotatedUnderItsNameKeepsItsCache() throws Exception {
        try (RunningServer proxy = proxy("{" + TEAMS + "}")) {
            assertThat(cache(proxy, "qk-a-old")).isEqualTo("MISS");
            assertThat(cache(proxy, "qk-a-new")).isEqualTo("HIT");
            assertThat(cache(proxy, "qk-b")).isEqualTo("MISS");
        }
    }

    @Test
    void withBothAKeyAndANameAreNeeded() throws IOException {
        try (RunningServer proxy = proxy("{allowed_hosts: [qlite.example.org], " + TEAMS + "}")) {
            assertThat(status(proxy, "qlite.example.org", "Authorization: Bearer qk-b"))
                    .isEqualTo(200);
            assertThat(status(proxy, "evil.example", "Authorization: Bearer qk-b"))
                    .isEqualTo(403);
            assertThat(status(proxy, "qlite.example.org", "X-Other: 1")).isEqualTo(401);
        }
    }

    @Test
    void anOriginMayBeListed() throws IOException {
        try (RunningServer proxy = proxy("{cors: {origins: ['https://app.example.org']}}")) {
            assertThat(answer(proxy, "localhost", "Origin: https://app.example.org"))
                    .contains("Access-Control-Allow-Origin: https://app.example.org");
            assertThat(answer(proxy, "localhost", "Origin: https://other.example.org"))
                    .doesNotContain("Access-Control-Allow-Origin");
        }
    }

    @Test
    void theBannersExampleHasAKeyWhereOneIsNeeded() {
        assertThat(new Banner(setup("{" + TEAMS + "}")).text("http://a"))
                .contains("-H 'Authorization: Bearer YOUR-KEY'")
                .doesNotContain("qk-");
        assertThat(new Banner(setup("{}")).text("http://a")).doesNotContain("Authorization");
    }

    @Test
    void theBannersExampleHasTheCallersOwnKeyWhereOneIsNeeded() {
        String theirs = "{theirs: {type: openai, auth: client, models: [their-1]}}";

        assertThat(new Banner(setup("{" + TEAMS + "}", theirs)).text("http://a"))
                .contains("-H 'X-Qlite-Key: YOUR-KEY' -H 'Authorization: Bearer THE-PROVIDERS-KEY'");
        assertThat(new Banner(setup("{}", theirs)).text("http://a"))
                .contains("-H 'Authorization: Bearer THE-PROVIDERS-KEY'")
                .doesNotContain("X-Qlite-Key");
    }

    private static Setup setup(String server) {
        return setup(server, "{mock: {type: mock, models: ['mock-*']}}");
    }

    private static Setup setup(String server, String providers) {
        String yaml = "server: " + server + "\nproviders: " + providers + "\n";
        return new Setup(QliteConfig.read(yaml, "guards.yaml", KEYS), null);
    }

    private RunningServer proxy(String server) throws IOException {
        Path file = folder.resolve("guards.yaml");
        Files.writeString(file, "server: " + server + "\nproviders: {mock: {type: mock, models: ['mock-*']}}\n");
        ProxyCommand command = new ProxyCommand();
        new CommandLine(command).parseArgs("--config", file.toString(), "--port", "0");
        return command.start(KEYS);
    }

    private static String cache(RunningServer proxy, String key) throws Exception {
        String body = "{\"model\":\"mock-gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(proxy.address() + "/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        return answer.headers().firstValue("X-Cache").orElse(answer.body());
    }

    private static int status(RunningServer proxy, String host, String header) throws IOException {
        return Integer.parseInt(answer(proxy, host, header).split(" ", -1)[1]);
    }

    /** What is answered to a request that calls the server so. */
    private static String answer(RunningServer proxy, String host, String header) throws IOException {
        int port = URI.create(proxy.address()).getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                InputStream in = socket.getInputStream()) {
            String request =
                    "GET /v1/models HTTP/1.1\r\nHost: " + host + "\r\n" + header + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

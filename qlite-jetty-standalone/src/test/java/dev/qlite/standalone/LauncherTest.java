package dev.qlite.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.testing.Answer;
import dev.qlite.testing.FakeUpstream;
import dev.qlite.testing.Gate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LauncherTest {
    private static final String QUESTION = "\"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final StringWriter told = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void withoutAnythingTheProxyAnswersFromTheMockAndThenFromItsCache() throws Exception {
        try (RunningServer proxy = proxy(Map.of(), "--port", "0")) {
            String call = "{\"model\": \"mock-gpt\", " + QUESTION;
            assertThat(post(proxy, call).headers().firstValue("X-Cache")).hasValue("MISS");
            assertThat(post(proxy, call).headers().firstValue("X-Cache")).hasValue("HIT");
        }
    }

    /** No chunks, and no second write for their end: nothing flushes between the events and the end of the answer. */
    @Test
    void aStreamThatIsAllAtHandIsSentWithItsLength() throws Exception {
        try (RunningServer proxy = proxy(Map.of(), "--port", "0")) {
            String call = "{\"model\": \"mock-gpt\", \"stream\": true, " + QUESTION;
            String first = post(proxy, call).body();
            HttpRequest request = HttpRequest.newBuilder(request(proxy, call), (name, value) -> true)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            HttpResponse<byte[]> again = client.send(request, BodyHandlers.ofByteArray());

            assertThat(again.headers().firstValue("X-Cache")).hasValue("HIT");
            assertThat(again.headers().firstValue("Transfer-Encoding")).isEmpty();
            assertThat(again.headers().firstValueAsLong("Content-Length")).hasValue(again.body().length);
            assertThat(new String(again.body(), UTF_8)).isEqualTo(first).endsWith("data: [DONE]\n\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mock/mock-gpt", "mock%2Fmock-gpt"})
    void aModelsNameMayHaveASlashAsClientsSendIt(String name) throws Exception {
        try (RunningServer proxy = proxy(Map.of(), "--port", "0")) {
            HttpResponse<String> model = get(proxy, "/v1/models/" + name);
            assertThat(model.statusCode()).isEqualTo(200);
            assertThat(model.body()).contains("\"mock/mock-gpt\"");
        }
    }

    @Test
    void theMockAnswersAnyModelUncachedAndCounts() throws Exception {
        MockCommand command = new MockCommand();
        new CommandLine(command).parseArgs("--port", "0", "--latency", "1ms");
        try (RunningServer mock = command.start()) {
            String call = "{\"model\": \"any/name:at-all\", " + QUESTION;
            assertThat(post(mock, call).headers().firstValue("X-Cache")).hasValue("BYPASS");
            assertThat(post(mock, call).statusCode()).isEqualTo(200);
            assertThat(post(mock, "{\"model\": \"mock-429\", " + QUESTION).statusCode())
                    .isEqualTo(429);
            assertThat(get(mock, "/mock/calls").body()).isEqualTo("{\"calls\":3}");
        }
    }

    @Test
    void qliteConfigNamesTheFileAndTheOptionsGoBeforeIt() throws Exception {
        Path file = folder.resolve("my.yaml");
        Files.writeString(file, "server: {port: 1}\nproviders: {m: {type: mock, models: [mine]}}\n");
        try (RunningServer proxy = proxy(Map.of("QLITE_CONFIG", file.toString()), "--port", "0")) {
            HttpResponse<String> answer = post(proxy, "{\"model\": \"mine\", " + QUESTION);
            assertThat(answer.headers().firstValue("X-Provider")).hasValue("m");
            assertThat(answer.headers().firstValue("X-Cache")).hasValue("MISS");
        }
    }

    @Test
    void whatPassesUnreadIsTheConfigurations() throws Exception {
        Path file = folder.resolve("passes.yaml");
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.always(request -> Answer.json(200, "{\"path\": \"" + request.path() + "\"}"));
            Files.writeString(file, """
                    server: {port: 0, default_provider: up, pass_through: ["files/*"]}
                    providers: {up: {type: openai, base_url: "%s/v1", models: [some]}}
                    """.formatted(upstream.baseUrl()));
            try (RunningServer proxy = proxy(Map.of(), "--config", file.toString())) {
                assertThat(get(proxy, "/v1/files/f-1/content").body())
                        .isEqualTo("{\"path\": \"/v1/files/f-1/content\"}");
                assertThat(get(proxy, "/v1/files").statusCode()).isEqualTo(404);
            }
        }
    }

    @Test
    void aStoppedProxyAnswersNoMore() throws Exception {
        RunningServer proxy = proxy(Map.of(), "--port", "0");
        URI health = URI.create(proxy.address() + "/health");
        assertThat(get(proxy, "/health").statusCode()).isEqualTo(200);
        proxy.close();
        assertThat(canConnect(health)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
    void anAddressBeyondThisMachineIsRefused(String host) {
        assertThat(run("proxy", "--port", "0", "--host", host)).isEqualTo(1);
        assertThat(told.toString()).contains("host: '" + host + "'", "expected: 127.0.0.1, ::1 or localhost");
    }

    @Test
    void aTakenPortIsToldInWords() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(run("mock", "--port", port)).isEqualTo(1);
            assertThat(told.toString()).contains("port " + port + " on 127.0.0.1 is taken");
        }
    }

    @Test
    void everythingWrongInAFileIsToldAtOnceAndNoSecretIsShown() throws IOException {
        Path file = folder.resolve("wrong.yaml");
        Files.writeString(
                file,
                "server: {prot: 1}\nproviders:\n  x: {type: openai, api_key: sk-secret, latency: 1ms}\ncash: {}\n");
        assertThat(run("proxy", "--config", file.toString())).isEqualTo(1);
        assertThat(told.toString())
                .contains(
                        "wrong.yaml:1: server.prot", "port", "wrong.yaml:3:", "latency", "wrong.yaml:4: cash", "cache")
                .doesNotContain("sk-secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "serve",
                "mock --latency fast",
                "mock --tokens-per-second -1",
                "proxy --port 70000",
                "proxy --prot 1"
            })
    void wrongWordsAreAUsageError(String words) {
        assertThat(run(words.isEmpty() ? new String[0] : words.split(" ", -1))).isEqualTo(2);
        assertThat(told.toString()).contains("Usage: qlite");
    }

    private int run(String... words) {
        return Main.commandLine().setErr(new PrintWriter(told, true)).execute(words);
    }

    @Test
    void hundredsOfCallsAreUnderWayAtATime() throws Exception {
        int calls = 300;
        Gate gate = Gate.named("all calls have come");
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.always(request ->
                    Answer.raw().awaits(gate).send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"));
            Path file = folder.resolve("many.yaml");
            Files.writeString(
                    file, "providers: {u: {type: openai, base_url: '" + upstream.baseUrl() + "', models: [many]}}\n");
            try (RunningServer proxy = proxy(Map.of(), "--config", file.toString(), "--port", "0")) {
                List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, calls)
                        .mapToObj(i -> client.sendAsync(
                                request(proxy, "{\"model\": \"many\", \"n\": " + i + ", " + QUESTION),
                                BodyHandlers.ofString()))
                        .toList();
                for (int i = 0; i < calls; i++) {
                    upstream.takeRequest(Duration.ofSeconds(20));
                }
                gate.open();
                for (CompletableFuture<HttpResponse<String>> answer : answers) {
                    assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
                }
            }
        }
    }

    private static RunningServer proxy(Map<String, String> environment, String... options) {
        ProxyCommand command = new ProxyCommand();
        new CommandLine(command).parseArgs(options);
        return command.start(environment);
    }

    private HttpResponse<String> post(RunningServer server, String body) throws Exception {
        return client.send(request(server, body), BodyHandlers.ofString());
    }

    private static HttpRequest request(RunningServer server, String body) {
        return HttpRequest.newBuilder(URI.create(server.address() + "/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> get(RunningServer server, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.address() + path)).build(), BodyHandlers.ofString());
    }

    private boolean canConnect(URI uri) throws InterruptedException {
        try {
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

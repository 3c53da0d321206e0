package dev.qlite.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.Qlite;
import dev.qlite.config.ServerSettings;
import dev.qlite.pipeline.Secret;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.openai.OpenAiType;
import dev.qlite.servlet.QliteServlet;
import dev.qlite.testing.Answer;
import dev.qlite.testing.FakeUpstream;
import dev.qlite.testing.Gate;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of a server: who is still served, and who is not. */
class StopTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String EVENT =
            "{\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                    + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"},\"finish_reason\":null}]}";
    private static final String LAST =
            EVENT.replace("{\"content\":\"one\"}", "{}").replace("null", "\"stop\"");

    private final FakeUpstream upstream = FakeUpstream.start();
    private final Gate gate = Gate.named("the rest");
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void aStreamUnderWayHasItsTimeToEnd() throws Exception {
        RunningServer server = start(SOON);
        CompletableFuture<HttpResponse<String>> stream = stream(server);
        CompletableFuture<Void> stop = CompletableFuture.runAsync(server::close);
        gate.open();

        assertThat(stream.get(20, TimeUnit.SECONDS).body()).contains("one").endsWith("data: [DONE]\n\n");
        stop.get(20, TimeUnit.SECONDS);
    }

    @Test
    void oneThatTakesLongerEndsWithAnErrorAndNoDone() throws Exception {
        RunningServer server = start(Duration.ofMillis(100));
        CompletableFuture<HttpResponse<String>> stream = stream(server);
        server.close();

        assertThat(stream.get(20, TimeUnit.SECONDS).body())
                .contains("one")
                .contains("\"error\"")
                .doesNotContain("[DONE]");
        upstream.takeRequest(SOON).awaitClientClosed(SOON);
    }

    @Test
    void whileOthersHaveTheirTimeLaterRequestsAreRefusedInWords() throws Exception {
        RunningServer server = start(SOON);
        CompletableFuture<HttpResponse<String>> stream = stream(server);
        HttpClient keptAlive =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        assertThat(get(keptAlive, server, "/health/ready").statusCode()).isEqualTo(200);

        CompletableFuture<Void> stop = CompletableFuture.runAsync(server::close);
        HttpResponse<String> ready = get(keptAlive, server, "/health/ready");
        while (ready.statusCode() == 200) {
            ready = get(keptAlive, server, "/health/ready");
        }

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"reason\":\"the server stops\"");
        assertThat(get(keptAlive, server, "/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> late = keptAlive.send(chat(server.address(), false), BodyHandlers.ofString());
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.body()).contains("\"code\":\"stopping\"");
        assertThat(late.headers().firstValue("Connection")).hasValue("close");
        assertThat(late.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(late.headers().firstValue("X-Request-Id")).isPresent();
        assertThat(upstream.calls()).isEqualTo(1);

        gate.open();
        assertThat(stream.get(20, TimeUnit.SECONDS).body()).endsWith("data: [DONE]\n\n");
        stop.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aServerThatNobodyAsksEndsAtOnce() throws Exception {
        RunningServer server = start(Duration.ofHours(1));
        CompletableFuture.runAsync(server::close).get(20, TimeUnit.SECONDS);
    }

    @Test
    void theFirstSignalStopsInOrderAndTheSecondAtOnce() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.qlite.standalone.Main",
                        "mock",
                        "--port",
                        "0",
                        "--latency",
                        "1h")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> lines = new ArrayList<>();
            String address = after(until(out, lines, "mock upstream on "), "mock upstream on ");
            client.sendAsync(chat(address, false), BodyHandlers.ofString()).exceptionally(e -> null);
            client.send(HttpRequest.newBuilder(URI.create(address + "/health")).build(), BodyHandlers.ofString());

            process.toHandle().destroy();
            until(out, lines, "qlite: stopping");
            process.toHandle().destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    private RunningServer start(Duration drain) {
        ProviderSettings settings = ProviderSettings.named("up")
                .baseUrl(upstream.uri("/v1"))
                .apiKey(Secret.of("sk-test"))
                .build();
        Qlite qlite = Qlite.builder()
                .provider(new OpenAiType().create(settings, Limits.DEFAULT), "m")
                .build();
        DrainFilter requests = new DrainFilter();
        QliteServlet door = QliteServlet.builder(qlite)
                .allowAnonymous()
                .obstacle(requests::obstacle)
                .blocking(true)
                .build();
        ServerSettings server = ServerSettings.DEFAULT.withPort(0).withDrain(drain);
        return RunningServer.start(server, Map.of("/*", door), qlite, requests);
    }

    /** A stream that has begun. */
    private CompletableFuture<HttpResponse<String>> stream(RunningServer server) {
        upstream.enqueue(Answer.sse()
                .event(EVENT)
                .awaits(gate)
                .event(LAST)
                .event("[DONE]")
                .lastChunk());
        CompletableFuture<HttpResponse<String>> stream =
                client.sendAsync(chat(server.address(), true), BodyHandlers.ofString());
        gate.awaitReached(SOON);
        return stream;
    }

    private static HttpRequest chat(String address, boolean stream) {
        return HttpRequest.newBuilder(URI.create(address + "/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"model\":\"m\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
                .build();
    }

    private static HttpResponse<String> get(HttpClient client, RunningServer server, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.address() + path)).build(), BodyHandlers.ofString());
    }

    private static String until(BufferedReader out, List<String> lines, String part) throws Exception {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (line.contains(part)) {
                return line;
            }
        }
        throw new AssertionError("no line with '" + part + "': " + lines);
    }

    private static String after(String line, String part) {
        return line.substring(line.indexOf(part) + part.length()).strip();
    }
}

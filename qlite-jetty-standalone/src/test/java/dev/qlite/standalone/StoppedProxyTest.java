package dev.qlite.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.testing.Answer;
import dev.qlite.testing.FakeUpstream;
import dev.qlite.testing.Gate;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the log of a proxy says at its end of what all calls came to. */
@Timeout(60)
class StoppedProxyTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String CHUNK =
            "{\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"shared\",\"choices\":[";
    private static final String ONE = CHUNK + "{\"index\":0,\"delta\":{\"content\":\"one\"},\"finish_reason\":null}]}";
    private static final String LAST = CHUNK + "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    private static final String USAGE =
            CHUNK + "],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}";

    private final FakeUpstream upstream = FakeUpstream.start();
    private final Gate gate = Gate.named("both have asked");
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> lines = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        gate.open();
        upstream.close();
    }

    @Test
    void itsLogSaysWhatAllCallsCameTo() throws Exception {
        Process process = start(Files.writeString(folder.resolve("qlite.yaml"), """
                server:
                  port: 0
                  api_keys: [{name: team-a, key: qk-a}, {name: team-b, key: qk-b}]
                providers:
                  mock: {type: mock}
                  up: {type: openai, base_url: "%s/v1", models: [shared]}
                pricing:
                  models:
                    - {model: mock-gpt, input: 1, output: 2, request: 0.001}
                    - {model: shared, input: 100, output: 1000}
                """.formatted(upstream.baseUrl())));
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String address = after(until(out, "proxy on "), "proxy on ");
            askTheMock(address);
            shareACall(address);

            process.toHandle().destroy();
            until(out, "qlite: stopped");

            // a word is a token to the mock: 1 * 1 + 7 * 2 dollars a million, and 0.001 for each of three misses
            String mine =
                    "caller=team-a model=mock-gpt asked=4 hits=2 collapsed=0 misses=2 spent=0.00203 saved=0.00203";
            String theirs = "caller=team-b model=mock-gpt asked=1 hits=0 collapsed=0 misses=1 spent=0.001015 saved=0";
            String shared = "caller=team-a model=shared asked=2 hits=0 collapsed=1 misses=1 spent=0.0023 saved=0.0023";
            String unknown = "caller=team-b model=mock-other asked=1 hits=0 collapsed=0 misses=1 spent=0 saved=0";
            String all = "caller=(all) model=(all) asked=8 hits=2 collapsed=1 misses=5 spent=0.005345 saved=0.00433";
            assertThat(lines)
                    .filteredOn(line -> line.contains("totals "))
                    .extracting(line -> after(line, "totals "))
                    .containsExactly(
                            all + " unpriced=1",
                            shared + " unpriced=0",
                            mine + " unpriced=0",
                            theirs + " unpriced=0",
                            unknown + " unpriced=1");
            assertThat(lines)
                    .filteredOn(line -> line.contains("\"path\":\"/v1/chat/completions\""))
                    .hasSize(8);
            assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    private void askTheMock(String address) throws Exception {
        for (String[] call : new String[][] {
            {"qk-a", "mock-gpt", "one", "MISS"},
            {"qk-a", "mock-gpt", "two", "MISS"},
            {"qk-a", "mock-gpt", "one", "HIT"},
            {"qk-a", "mock-gpt", "two", "HIT"},
            {"qk-b", "mock-gpt", "one", "MISS"},
            {"qk-b", "mock-other", "one", "MISS"}
        }) {
            HttpResponse<String> answer =
                    client.send(chat(address, call[0], call[1], call[2], false), BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("X-Cache")).hasValue(call[3]);
        }
    }

    /** Two streams of one call: the second has begun before the first is over. */
    private void shareACall(String address) throws Exception {
        upstream.enqueue(Answer.sse()
                .event(ONE)
                .awaits(gate)
                .event(LAST)
                .event(USAGE)
                .event("[DONE]")
                .lastChunk());
        HttpRequest request = chat(address, "qk-a", "shared", "one", true);
        HttpResponse<InputStream> founder = client.send(request, BodyHandlers.ofInputStream());
        HttpResponse<InputStream> follower = client.send(request, BodyHandlers.ofInputStream());
        assertThat(founder.headers().firstValue("Cache-Status")).hasValue("qlite; fwd=miss");
        assertThat(follower.headers().firstValue("Cache-Status")).hasValue("qlite; fwd=miss; collapsed");
        gate.open();
        for (HttpResponse<InputStream> each : List.of(founder, follower)) {
            assertThat(new String(each.body().readAllBytes(), StandardCharsets.UTF_8))
                    .endsWith("data: [DONE]\n\n");
        }
    }

    private static Process start(Path config) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.qlite.standalone.Main",
                        "proxy",
                        "--config",
                        config.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static HttpRequest chat(String address, String key, String model, String text, boolean stream) {
        return HttpRequest.newBuilder(URI.create(address + "/v1/chat/completions"))
                .timeout(SOON)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString("{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}"))
                .build();
    }

    private String until(BufferedReader out, String part) throws Exception {
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

package dev.qlite.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qlite.config.ServerSettings;
import dev.qlite.cost.PriceList;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CheckCommandTest {
    private static final String CANARY = "canary-0123456789";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void itSaysAllThatWouldRun() throws IOException {
        Path file = file("""
                server:
                  host: localhost
                  port: 9000
                  api_keys:
                    - {name: team-a, key: k-1}
                    - {name: team-b, key: k-2}
                    - {name: team-a, key: k-3}
                  allowed_hosts: [a.example, b.example]
                  cors: {origins: ["https://app.example"]}
                  max_event: 1000
                timeouts: {connect: 1500ms}
                providers:
                  hosted: {type: openai, api_key: k-4, timeouts: {total: 15m}}
                  local:
                    type: openai
                    base_url: http://localhost:11434/v1
                    models: [llama*]
                    headers: {X-Team: search}
                    include_usage: false
                    max_connections: 7
                  theirs:
                    type: openai
                    auth: client
                    auth_header: api-key
                    models: [their-*]
                    headers: {X-Org: "${ORG}"}
                    answer_headers: [X-Org]
                    proxy: http://proxy.example:3128
                  mock: {type: mock, latency: 50ms, models: [mock-a]}
                aliases: {fast: gpt-4o-mini}
                cache: {ttl: 90s, max_size: 64KB, single_flight: false}
                pricing: {models: [{model: "llama*", input: 0.1}, {model: mock-a, output: 1}]}
                """);

        assertThat(report(file, Map.of("ORG", "o"))).isEqualTo("""
                qlite VERSION  the configuration holds; this would run:
                  config     FILE
                  listens    localhost:9000
                  callers    team-a (2 keys), team-b (1 key)
                  hosts      a.example, b.example
                  origins    https://app.example
                  providers  hosted, type openai
                               base_url         the type's own
                               models           gpt-*, chatgpt-*, o1*, o3*, o4*, ft:*, text-embedding-*, tts-*, whisper-*, \
                dall-e-*, *-moderation-*, computer-use-*, davinci-*, babbage-*
                               api_key          ***
                               max_connections  1000
                               timeouts         connect 1500ms, total 15m
                             local, type openai
                               base_url         http://localhost:11434/v1
                               models           llama*
                               api_key          none
                               headers          X-Team: search
                               include_usage    false
                               max_connections  7
                               timeouts         connect 1500ms
                             theirs, type openai
                               base_url         the type's own
                               models           their-*
                               api_key          each caller's own (auth: client), in api-key
                               headers          X-Org: ***
                               answer_headers   X-Org
                               proxy            http://proxy.example:3128
                               max_connections  1000
                               timeouts         connect 1500ms
                             mock, type mock
                               models           mock-a
                               latency          50ms
                  aliases    fast: gpt-4o-mini
                  cache      exact, on: a repeated request is answered from memory for 90s, up to 64KB; single_flight off: none waits for another's answer
                  prices     llama*, mock-a; for all others qlite's list of DATE
                  limits     max_in_flight PLACES, max_buffered a quarter of the heap, max_body 32MB, max_answer 64MB, max_event 1000B, heartbeat 15s, head_delay 2s, drain 30s
                """.replace("VERSION", Main.version())
                .replace("DATE", PriceList.date().toString())
                .replace("PLACES", Integer.toString(Threads.places(ServerSettings.DEFAULT)))
                .replace("FILE", file.toString()));
    }

    @Test
    void withoutAFileItSaysWhatTheEnvironmentHolds() {
        assertThat(report(null, Map.of("OPENAI_API_KEY", CANARY, "GEMINI_API_KEY", CANARY)))
                .contains(
                        "config     no file: what the environment holds",
                        "listens    127.0.0.1:8080",
                        "callers    anybody on this machine",
                        "providers  openai, type openai",
                        "mock, type mock",
                        "google, type google",
                        "cache      exact, on",
                        "for 1h, up to 256MB")
                .doesNotContain(CANARY);
    }

    @Test
    void qliteConfigNamesTheFile() throws IOException {
        Path file = file("providers: {m: {type: mock}}\ncache: {enabled: false}\n");

        assertThat(report(null, Map.of("QLITE_CONFIG", file.toString())))
                .contains("config     " + file, "cache      off");
    }

    @Test
    void itEndsWell() throws IOException {
        Path file = file("providers: {m: {type: mock}}\n");

        assertThat(run("check", "--config", file.toString())).isZero();
        assertThat(out.toString()).contains("m, type mock");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void everythingWrongIsOnStandardErrorAndTheStatusIsOne() throws IOException {
        Path file = file("server: {prot: 1}\nproviders:\n  m: {type: mock, latency: 1}\n");

        assertThat(run("check", "--config", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("c.yaml:1: server.prot: ", "c.yaml:3: providers.m.latency: ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aProxyThatWouldNotStartDoesNotPass() throws IOException {
        Path file = file("server: {host: 192.0.2.1}\nproviders: {m: {type: mock}}\n");

        assertThat(run("check", "--config", file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("host: '192.0.2.1' is no loopback address");
    }

    @Test
    void noSecretIsShown() throws IOException {
        Path file = file("""
                server:
                  api_keys: [{name: a, key: "${CANARY}"}, {name: a, key: CANARY-b}]
                providers:
                  a:
                    type: openai
                    api_key: "${CANARY}"
                    headers: {X-A: "${CANARY}", X-B: "b ${CANARY}", X-Api-Key: CANARY}
                    answer_headers: [X-A]
                  b: {type: openai, api_key: CANARY, models: [b]}
                  c: {type: openai, base_url: "http://h/v1", models: [c], headers: {Authorization: Bearer CANARY}}
                """);

        assertThat(report(file, Map.of("CANARY", CANARY)))
                .contains("X-A: ***", "X-B: ***", "Authorization: ***", "X-Api-Key: ***", "a (2 keys)")
                .doesNotContain(CANARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api_keys: [{name: a, key: CANARY}, {name: b, key: CANARY}]",
                "api_keys: [{name: a, key: '${CANARY}'}, {name: b, key: CANARY}]",
                "api_keys: [{name: a, key: CANARY CANARY}]",
                "api_keys: [{name: '${CANARY} ', key: a}]",
                "api_keys: [CANARY]",
                "api_keys: CANARY",
                "allowed_hosts: ['${CANARY}:1']",
                "cors: {origins: ['${CANARY}']}",
                "port: '${CANARY}'",
                "prot: CANARY",
            })
    void noSecretIsShownWhereTheFileDoesNotHold(String server) throws IOException {
        Path file = file("server: {" + server + "}\nproviders: {p: {type: openai, api_key: CANARY, latency: CANARY,"
                + " headers: {X: \"${CANARY}\\n\", Authorization: CANARY}}}\n");

        assertThatThrownBy(() -> report(file, Map.of("CANARY", CANARY)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("c.yaml:1: server.")
                .hasMessageNotContaining(CANARY);
        assertThat(run("check", "--config", file.toString())).isEqualTo(1);
        assertThat(err + out.toString()).contains("c.yaml:1: server.").doesNotContain(CANARY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "proxy", "mock"})
    void everyCommandHasAVersionAndHelp(String command) {
        assertThat(run(command, "-V")).isZero();
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).startsWith("qlite " + Main.version()).contains("Usage: qlite " + command);
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("c.yaml"), yaml.replaceAll("(?<!\\$\\{)CANARY", CANARY));
    }

    private static String report(@Nullable Path file, Map<String, String> environment) {
        CheckCommand command = new CheckCommand();
        new CommandLine(command).parseArgs(file == null ? new String[0] : new String[] {"--config", file.toString()});
        return command.report(environment);
    }

    private int run(String... words) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }
}

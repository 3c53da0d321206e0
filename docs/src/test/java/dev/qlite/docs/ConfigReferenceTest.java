package dev.qlite.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.qlite.config.ConfigException;
import dev.qlite.config.ConfigReference;
import dev.qlite.config.QliteConfig;
import dev.qlite.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The documentation of the configuration is what the configuration says of itself. */
class ConfigReferenceTest {
    private static final Path DOCS = Path.of("").toAbsolutePath();
    private static final Path EXAMPLES = DOCS.resolveSibling("examples/config");
    private static final String BEGIN = "<!-- generated: begin -->\n";
    private static final String END = "<!-- generated: end -->";

    @Test
    void theTablesAreThoseOfTheCode() throws IOException {
        String page = Files.readString(DOCS.resolve("configuration.md"));
        assertThat(page).contains(BEGIN, END);

        same(
                "configuration.md",
                page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
                        + "\n" + ConfigReference.markdown()
                        + page.substring(page.indexOf(END)));
    }

    @Test
    void theSchemaIsThatOfTheCode() throws IOException {
        same("qlite.schema.json", ConfigReference.schema());
    }

    @Test
    void theErrorsOnThePageAreThoseThatArePrinted() throws IOException {
        String yaml = """
                server:
                  prot: 9000
                  heartbeat: 15
                providers:
                  openai: {type: openai, api_key: "${OPENAI_API_KEY}"}
                """;
        String page = Files.readString(DOCS.resolve("configuration.md"));

        assertThatThrownBy(() -> QliteConfig.read(yaml, "config.yaml", Map.of()))
                .isInstanceOfSatisfying(
                        ConfigException.class, e -> assertThat(page).contains(yaml, e.getMessage()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.yaml", "config.mock.yaml"})
    void theSchemaTakesAnExample(String example) throws IOException {
        String text = Files.readString(EXAMPLES.resolve(example));

        assertThat(text).startsWith("# yaml-language-server: $schema=../../docs/qlite.schema.json\n");
        assertThat(check(text)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a: {type: mock, models: [x, 1e3]}              |
            a: {type: '${TYPE}', latency: '${L:-1ms}'}     |
            a: {type: mock, latency: 0s}                   |
            a: {models: [x]}                               | providers.a
            a b: {type: mock}                              | providers
            a: {type: mocks}                               | providers.a.type
            a: {type: mock, latency: 1}                    | providers.a.latency
            a: {type: mock, lattency: 1s}                  | providers.a.lattency
            a: {type: mock, api_key: k}                    | providers.a.api_key
            a: {type: openai, latency: 1s}                 | providers.a.latency
            a: {type: openai, base_url: localhost}         | providers.a.base_url
            a: {type: openai, timeouts: {total: 0s}}       | providers.a.timeouts.total
            a: {type: openai, models: []}                  | providers.a.models
            a: {type: openai, max_connections: 0}          | providers.a.max_connections
            """)
    void theSchemaTellsAProviderThatDoesNotHold(String provider, String path) {
        assertThat(check("providers: {" + provider + "}").stream().distinct().toList())
                .isEqualTo(path == null ? List.of() : List.of(path));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            port: 0                                        |
            port: '${PORT}'                                |
            max_body: 5                                    |
            max_body: 5MB                                  |
            drain: 0s                                      |
            allowed_hosts: [a.example, '[::1]', 192.0.2.1] |
            api_keys: [{name: a, key: '${K}'}]             |
            cors: {origins: ['*', 'http://a:1']}           |
            port: 65536                                    | server.port
            port: x                                        | server.port
            max_body: 5mb                                  | server.max_body
            heartbeat: 0s                                  | server.heartbeat
            api_keys: [{name: a}]                          | server.api_keys[0]
            api_keys: [{name: a, key: a b}]                | server.api_keys[0].key
            api_keys: [{name: a b, key: a}]                | server.api_keys[0].name
            allowed_hosts: ['a:1']                         | server.allowed_hosts[0]
            cors: {origins: ['http://a/']}                 | server.cors.origins[0]
            """)
    void theSchemaTellsAServerThatDoesNotHold(String server, String path) {
        assertThat(check("providers: {m: {type: mock}}\nserver: {" + server + "}"))
                .isEqualTo(path == null ? List.of() : List.of(path));
    }

    private static List<String> check(String yaml) {
        return new SchemaCheck(Json.parse(ConfigReference.schema())).wrong(new Yaml().load(yaml));
    }

    private static void same(String name, String fresh) throws IOException {
        Path file = DOCS.resolve(name);
        if (!Files.exists(file) || !Files.readString(file).equals(fresh)) {
            Path copy = Files.createDirectories(DOCS.resolve("target")).resolve(name);
            Files.writeString(copy, fresh);
            fail("docs/%s is not what the code says: cp docs/target/%s docs/%s", name, name, name);
        }
    }
}

package dev.qlite.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.Qlite;
import dev.qlite.cache.CacheScope;
import dev.qlite.cache.CacheWhen;
import dev.qlite.chat.ChatRequest;
import dev.qlite.chat.Message;
import dev.qlite.chat.Usage;
import dev.qlite.cost.Kind;
import dev.qlite.cost.PriceList;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Secret;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.Timeouts;
import dev.qlite.transport.HttpProxy;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.nodes.MappingNode;

class GoodConfigTest {
    private static final String MOCK = "providers: {mock: {type: mock}}\n";
    private static final Usage MILLION = Usage.of(1_000_000, 0);

    @Test
    void everyKeyIsBound() {
        QliteConfig config = read("""
                cache:
                  enabled: false
                  when: deterministic
                  scope: shared
                  namespace: v2
                  ttl: 2m
                  ttl_jitter: 10%
                  rules: [{model: "gpt-*", ttl: 10m}, {model: o3, when: always}]
                  max_size: 1GB
                  max_entry: 64KB
                  single_flight: false
                aliases: {fast: llama3, "m": mock-gpt}
                providers:
                  local:
                    type: openai
                    base_url: http://localhost:11434/v1
                    api_key: "${KEY}"
                    models: [llama*, "no", 012, 1e3]
                    auth_header: Api-Key
                    headers: {X-Team: a, X-Token: "t-${KEY}"}
                    answer_headers: [x-token]
                    proxy: "http://[::1]:3128/"
                    include_usage: false
                    max_connections: 7
                    timeouts: {total: 1h}
                  theirs: {type: openai, auth: client, models: [t]}
                  mock: {type: mock, latency: 50ms}
                timeouts: {connect: 1s, first_byte: 2s, between_events: 3s, total: 4s}
                server:
                  host: ::1
                  port: 0
                  max_body: 1MB
                  max_answer: 2MB
                  max_event: 3000
                  explain: true
                  heartbeat: 5s
                  head_delay: 0s
                  drain: 0s
                  api_keys:
                    - {name: team-a, key: "${KEY}"}
                    - {key: old, name: team-a}
                  allowed_hosts: [QLite.example.org, "[::1]", 192.0.2.1, my_service]
                  cors: {origins: ["https://App.example.org", "http://[::1]:3000", "chrome-extension://abc", "*"]}
                """, Map.of("KEY", "k-1"));

        ServerSettings server = config.server();
        assertThat(server.host()).isEqualTo("::1");
        assertThat(server.port()).isZero();
        assertThat(server.maxBody()).isEqualTo(1 << 20);
        assertThat(server.limits().maxAnswer()).isEqualTo(2 << 20);
        assertThat(server.limits().maxEvent()).isEqualTo(3_000);
        assertThat(server.heartbeat()).isEqualTo(Duration.ofSeconds(5));
        assertThat(server.limits().headDelay()).isZero();
        assertThat(server.drain()).isZero();
        assertThat(server.explain()).isTrue();
        assertThat(server.access().apiKeys())
                .containsExactly(new ApiKey("team-a", Secret.of("k-1")), new ApiKey("team-a", Secret.of("old")));
        assertThat(server.access().allowedHosts())
                .containsExactly("qlite.example.org", "[::1]", "192.0.2.1", "my_service");
        assertThat(server.access().corsOrigins())
                .containsExactly("https://app.example.org", "http://[::1]:3000", "chrome-extension://abc", "*");
        assertThat(config.cache())
                .contains(new CacheSettings(
                        false,
                        CacheWhen.DETERMINISTIC,
                        CacheScope.SHARED,
                        "v2",
                        Duration.ofMinutes(2),
                        0.1,
                        List.of(
                                new CacheRule("gpt-*", Duration.ofMinutes(10), null),
                                new CacheRule("o3", null, CacheWhen.ALWAYS)),
                        1L << 30,
                        64L << 10,
                        false));
        assertThat(config.aliases()).containsExactly(Map.entry("fast", "llama3"), Map.entry("m", "mock-gpt"));
        assertThat(config.providers()).extracting(ConfiguredProvider::name).containsExactly("local", "theirs", "mock");

        ConfiguredProvider local = config.providers().get(0);
        ProviderSettings settings = local.settings();
        assertThat(local.models()).containsExactly("llama*", "no", "012", "1e3");
        assertThat(settings.baseUrl()).isEqualTo(URI.create("http://localhost:11434/v1"));
        assertThat(settings.apiKey()).isNotNull();
        assertThat(settings.headers())
                .containsEntry("X-Team", new ProviderSettings.HeaderValue("a", false))
                .containsEntry("X-Token", new ProviderSettings.HeaderValue("t-k-1", true));
        assertThat(settings.callersKey()).isFalse();
        assertThat(settings.authHeader()).isEqualTo("Api-Key");
        assertThat(settings.answerHeaders()).containsExactly("x-token");
        assertThat(settings.headersFingerprint()).doesNotContain("k-1");
        assertThat(settings.proxy()).isEqualTo(new HttpProxy("[::1]", 3128, null));
        assertThat(settings.includeUsage()).isFalse();
        assertThat(settings.maxConnections()).isEqualTo(7);
        assertThat(settings.timeouts())
                .as("a provider's own on top of those for all, wherever they stand")
                .isEqualTo(new Timeouts(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofHours(1)));

        ProviderSettings theirs = config.providers().get(1).settings();
        assertThat(theirs.callersKey()).isTrue();
        assertThat(theirs.authHeader()).isEqualTo("Authorization");

        ConfiguredProvider mock = config.providers().get(2);
        assertThat(mock.settings().latency()).isEqualTo(Duration.ofMillis(50));
        assertThat(mock.models()).as("the type's own list").contains("mock-gpt", "mock-*");
    }

    @Test
    void everyPriceIsBoundToItsKind() {
        Map<Kind, BigDecimal> rates = new EnumMap<>(Kind.class);
        StringBuilder keys = new StringBuilder();
        for (Kind kind : Kind.values()) {
            BigDecimal rate = new BigDecimal(rates.size() + ".50");
            rates.put(kind, rate);
            keys.append(", ").append(kind.key()).append(": ").append(rate);
        }

        QliteConfig config = read(MOCK + "pricing: {models: [{model: a*" + keys + "}, {model: b}]}", Map.of());

        assertThat(config.pricing().models()).containsExactly(new PriceRule("a*", rates), new PriceRule("b", Map.of()));
    }

    @Test
    void pricesOfOnesOwnComeBeforeTheFileAndThatBeforeTheList(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("prices.json"), """
                {"gpt-4o": {"input_cost_per_token": 7e-06}, "gpt-4.1": {"input_cost_per_token": 8e-06}}
                """);

        PriceList prices = read(MOCK + "pricing: {models: [{model: gpt-4o, input: 9}], file: '" + file + "'}", Map.of())
                .pricing()
                .create();

        assertThat(prices.price("gpt-4o", MILLION)).isEqualByComparingTo("9");
        assertThat(prices.price("gpt-4.1", MILLION)).isEqualByComparingTo("8");
        assertThat(prices.price("gpt-5", MILLION)).isEqualByComparingTo("1.25");
    }

    @Test
    void whatIsNotSaidHasItsDefault() {
        QliteConfig config = read(MOCK);

        assertThat(config.server()).isEqualTo(ServerSettings.DEFAULT);
        assertThat(config.cache()).isEmpty();
        assertThat(config.aliases()).isEmpty();
        assertThat(config.providers().get(0).settings().timeouts()).isEqualTo(Timeouts.DEFAULT);
    }

    @Test
    void theDefaultsInTheTableAreWhatHolds() {
        QliteConfig said = read(MOCK + "server: " + defaults(Keys.SERVER) + "\ncache: " + defaults(Keys.CACHE)
                + "\ntimeouts: " + defaults(Keys.TIMEOUTS) + "\n");
        QliteConfig provider = read("providers: {p: {type: openai, api_key: k, include_usage: "
                + byDefault("include_usage") + ", max_connections: " + byDefault("max_connections") + "}}");
        ProviderSettings unsaid = ProviderSettings.named("p").build();

        assertThat(said.server()).isEqualTo(ServerSettings.DEFAULT);
        assertThat(said.cache()).contains(CacheSettings.DEFAULT);
        assertThat(said.providers().get(0).settings().timeouts()).isEqualTo(Timeouts.DEFAULT);
        assertThat(provider.providers().get(0).settings().includeUsage()).isEqualTo(unsaid.includeUsage());
        assertThat(provider.providers().get(0).settings().maxConnections()).isEqualTo(unsaid.maxConnections());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '${A}',          a
            'x-${A}-${B}',   x-a-b
            '${NO:-d}',      d
            '${EMPTY:-d}',   d
            '${A:-d}',       a
            '$${A}',         '${A}'
            '$A',            $A
            'a$',            a$
            '${NESTED}',     '${A}'
            """)
    void variablesAreFilledIn(String written, String meant) {
        QliteConfig config = read(
                "providers: {mock: {type: mock, models: ['" + written + "']}}",
                Map.of("A", "a", "B", "b", "EMPTY", "", "NESTED", "${A}"));

        assertThat(config.providers().get(0).models()).containsExactly(meant);
    }

    @Test
    void numbersAndSwitchesMayComeFromTheEnvironment() {
        QliteConfig config = read(
                MOCK + "server: {port: \"${PORT}\"}\ncache: {enabled: \"${CACHE:-false}\"}", Map.of("PORT", "9000"));

        assertThat(config.server().port()).isEqualTo(9000);
        assertThat(config.cache()).get().extracting(CacheSettings::enabled).isEqualTo(false);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            https://A.example,      https://a.example
            https://a.example:443,  https://a.example
            http://a.example:80,    http://a.example
            http://a.example:443,   http://a.example:443
            https://a.example:8443, https://a.example:8443
            http://[::1]:80,        http://[::1]
            app://a:80,             app://a:80
            """)
    void anOriginBecomesWhatABrowserSends(String written, String sent) {
        QliteConfig config = read(MOCK + "server: {cors: {origins: ['" + written + "']}}");

        assertThat(config.server().access().corsOrigins()).containsExactly(sent);
    }

    @Test
    void anAnchorMayBeUsedAgain() {
        QliteConfig config =
                read("providers:\n  a: {type: mock, latency: &l 5ms}\n  b: {type: mock, latency: *l, models: [x]}\n");

        assertThat(config.providers().get(1).settings().latency()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void aCacheIsBuiltOnlyWhereOneIsSaid() {
        QliteConfig without = read(MOCK);
        QliteConfig off = read(MOCK + "cache: {enabled: false}");

        assertThat(second(without)).isEqualTo(CacheStatus.BYPASS);
        assertThat(second(off.withDefaultCache(CacheSettings.DEFAULT))).isEqualTo(CacheStatus.BYPASS);
        assertThat(second(read(MOCK + "cache: {}")).result()).isEqualTo(CacheStatus.Result.HIT);
        assertThat(second(without.withDefaultCache(CacheSettings.DEFAULT)).result())
                .isEqualTo(CacheStatus.Result.HIT);
    }

    @Test
    void withoutAFileThereIsWhatTheEnvironmentHasAKeyFor() {
        assertThat(names(Map.of())).containsExactly("mock");
        assertThat(names(Map.of("OPENAI_API_KEY", ""))).containsExactly("mock");
        assertThat(names(Map.of("OPENAI_API_KEY", "k"))).containsExactly("openai", "mock");
    }

    @Test
    void theExampleNamesEveryKey() throws IOException {
        Path file = Path.of("").toAbsolutePath().resolveSibling("examples/config/config.yaml");
        Reading reading = new Reading("config.yaml", Map.of());
        MappingNode root = requireNonNull(Yaml.read(withFiles(Files.readString(file)), reading));

        assertThat(unnamed(Keys.ROOT, List.of(Place.root(reading, root))))
                .as("a provider's time-outs are those of all")
                .allMatch(path -> path.startsWith("providers.openai.timeouts."));
    }

    /** They are commented out in the example, for they need files of one's own. */
    private static String withFiles(String example) {
        return example.replace("# tls:", "tls:")
                .replace("# ca_file:", "ca_file:")
                .replace("# file:", "file:");
    }

    /** The keys of a section, and of those below it, that none of these places has. */
    private static List<String> unnamed(Section<?> section, List<Place> places) {
        List<String> unnamed = new ArrayList<>();
        for (Key<?> key : section.keys()) {
            List<Place> found = places.stream()
                    .flatMap(place -> Optional.ofNullable(members(place).get(key.name())).stream())
                    .toList();
            if (found.isEmpty()) {
                unnamed.add(places.get(0).below(key.name()));
            } else if (key.content() instanceof Nested nested) {
                unnamed.addAll(unnamed(nested.section(), below(found, nested.shape())));
            }
        }
        return unnamed;
    }

    private static List<Place> below(List<Place> found, Nested.Shape shape) {
        return switch (shape) {
            case ONE -> found;
            case NAMED ->
                found.stream()
                        .flatMap(place -> members(place).values().stream())
                        .toList();
            case LISTED ->
                found.stream()
                        .flatMap(place -> requireNonNull(place.elements("a list")).stream())
                        .toList();
        };
    }

    private static Map<String, Place> members(Place place) {
        return requireNonNull(place.members("a mapping"));
    }

    private static List<String> names(Map<String, String> environment) {
        return QliteConfig.fromEnvironment(environment).providers().stream()
                .map(ConfiguredProvider::name)
                .toList();
    }

    /** What the cache had to do with a question that is asked for the second time. */
    private static CacheStatus second(QliteConfig config) {
        ChatRequest request = ChatRequest.builder()
                .model("mock-gpt")
                .message(Message.user("hello"))
                .build();
        try (Qlite qlite = config.toBuilder().build()) {
            qlite.chat(request);
            return qlite.chat(request).receipt().cache();
        }
    }

    private static String defaults(Section<?> section) {
        StringBuilder text = new StringBuilder("{");
        section.keys().stream()
                .filter(key -> !key.byDefault().isEmpty())
                .forEach(key -> text.append(key.name())
                        .append(": ")
                        .append(key.byDefault())
                        .append(", "));
        return text.append("}").toString();
    }

    private static String byDefault(String name) {
        return Keys.PROVIDER.keys().stream()
                .filter(key -> key.name().equals(name))
                .map(Key::byDefault)
                .findFirst()
                .orElseThrow();
    }

    private static QliteConfig read(String yaml) {
        return read(yaml, Map.of());
    }

    private static QliteConfig read(String yaml, Map<String, String> environment) {
        return QliteConfig.read(yaml, "config.yaml", environment);
    }
}

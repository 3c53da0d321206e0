package dev.qlite.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.Qlite;
import dev.qlite.cache.CacheKey;
import dev.qlite.chat.ChatRequest;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a provider's configuration is in the key of what it answers. */
class RouteInTheKeyTest {
    private static final String PROVIDER = """
            providers:
              up:
                type: openai
                base_url: http://localhost:1/v1
                api_key: "${KEY}"
                models: [m]
                headers: {X-Plain: a, X-Secret: "${SECRET}", X-Org: "${ORG}"}
                answer_headers: [X-Org]
            """;
    private static final Map<String, String> ENVIRONMENT = Map.of("KEY", "k-1", "SECRET", "s-1", "ORG", "o-1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up: -> other:",
                "localhost:1/v1 -> localhost:2/v1",
                "localhost:1/v1 -> localhost:1/v2",
                "X-Plain: a -> X-Plain: b",
                "X-Plain: a -> X-Other: a",
                "X-Plain: a, -> ",
                "X-Secret: -> X-Other-Secret:",
                "X-Plain: a -> X-Plain: a, X-More: a"
            })
    void whatCanChangeAnAnswerIsInTheKey(String change) {
        assertThat(key(changed(change), ENVIRONMENT)).isNotEqualTo(key(PROVIDER, ENVIRONMENT));
    }

    @Test
    void soIsTheValueOfASecretHeaderOfWhichThatIsSaid() {
        assertThat(key(PROVIDER, Map.of("KEY", "k-1", "SECRET", "s-1", "ORG", "o-2")))
                .isNotEqualTo(key(PROVIDER, ENVIRONMENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unsupported: refuse",
                "default_max_tokens: 5",
                "capabilities: {m: {prefill: true}}",
                "headers: {X-A: b}"
            })
    void howARequestIsTranslatedIsInTheKey(String setting) {
        String claude = "providers:\n  up: {type: anthropic, api_key: \"${KEY}\", models: [m]";

        assertThat(key(claude + ", " + setting + "}", ENVIRONMENT)).isNotEqualTo(key(claude + "}", ENVIRONMENT));
        assertThat(key(claude.replace("anthropic", "google") + "}", ENVIRONMENT))
                .isNotEqualTo(key(claude + "}", ENVIRONMENT));
        assertThat(key(claude + "}", Map.of("KEY", "k-2"))).isEqualTo(key(claude + "}", ENVIRONMENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models: [m] -> models: [m, 'n*']",
                "models: [m] -> models: ['*']",
                "models: [m] -> models: [m], max_connections: 3",
                "models: [m] -> models: [m], transport: jdk",
                "models: [m] -> models: [m], timeouts: {total: 1m}",
                "models: [m] -> models: [m], include_usage: false",
                "X-Plain: a -> x-plain: a"
            })
    void whatCannotIsNot(String change) {
        String block = changed(change)
                .replace(", max", "\n    max")
                .replace(", time", "\n    time")
                .replace(", transport", "\n    transport")
                .replace(", incl", "\n    incl");
        assertThat(key(block, ENVIRONMENT)).isEqualTo(key(PROVIDER, ENVIRONMENT));
    }

    @Test
    void noSecretIs() {
        CacheKey key = key(PROVIDER, ENVIRONMENT);

        assertThat(key(PROVIDER, Map.of("KEY", "k-2", "SECRET", "s-1", "ORG", "o-1")))
                .isEqualTo(key);
        assertThat(key(PROVIDER, Map.of("KEY", "k-1", "SECRET", "s-2", "ORG", "o-1")))
                .isEqualTo(key);
    }

    @Test
    void callersOwnKeysAreInItByTheirHashes() {
        String theirs = PROVIDER.replace("api_key: \"${KEY}\"", "auth: client");
        CacheKey one = key(theirs, ENVIRONMENT, "k-1");

        assertThat(key(theirs, ENVIRONMENT, "k-2")).isNotEqualTo(one);
        assertThat(key(theirs, ENVIRONMENT, "k-1")).isEqualTo(one);
        assertThat(key(PROVIDER, ENVIRONMENT, "k-1")).isEqualTo(key(PROVIDER, ENVIRONMENT, "k-2"));
    }

    private static String changed(String change) {
        String[] sides = change.split(" -> ?", 2);
        assertThat(PROVIDER).contains(sides[0]);
        return PROVIDER.replace(sides[0], sides[1]);
    }

    private static CacheKey key(String yaml, Map<String, String> environment) {
        return key(yaml, environment, "");
    }

    private static CacheKey key(String yaml, Map<String, String> environment, String credential) {
        try (Qlite qlite = QliteConfig.read(yaml, "c", environment).toBuilder().build()) {
            Json body = Json.parse("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
            Call call = Call.chat(ChatRequest.of(body))
                    .credential(credential.isEmpty() ? null : Secret.of(credential))
                    .build();
            return CacheKey.of(call.withRoute(qlite.registry().resolve("m")));
        }
    }
}

package dev.qlite.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.chat.ChatRequest;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.FakeProvider;
import dev.qlite.pipeline.Lifetime;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Route;
import dev.qlite.pipeline.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheKeyTest {
    private static final String BODY = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final Provider PROVIDER = provider("p", "http://a/v1", "f");
    private static final CacheKey KEY = key(BODY);

    @Test
    void theSameCallHasTheSameKey() {
        assertThat(key(BODY)).isEqualTo(KEY).hasSameHashCodeAs(KEY).hasToString(KEY.toString());
        assertThat(KEY.toString()).matches("[0-9a-f]{64}");
    }

    /** A changed form needs another version: a store outlives the program. */
    @Test
    void theFormIsPinnedByItsVersion() {
        assertThat(KEY).hasToString("00e2ce97d9ce26b117e5049b6f61712ebd7423929d2a3274714ec73b323c3dec");
    }

    @Test
    void whoAsksCounts() {
        assertThat(CacheKey.of(routed(Calls.of(BODY).caller(Caller.named("a")), PROVIDER, "m")))
                .isNotEqualTo(KEY)
                .isNotEqualTo(CacheKey.of(routed(Calls.of(BODY).caller(Caller.named("b")), PROVIDER, "m")));
    }

    @Test
    void aNameIsNeverAnothersKey() {
        Caller shown = Caller.ofKey("sk-1");
        assertThat(CacheKey.of(routed(Calls.of(BODY).caller(shown), PROVIDER, "m")))
                .isNotEqualTo(CacheKey.of(routed(Calls.of(BODY).caller(Caller.named(shown.id())), PROVIDER, "m")));
        assertThat(CacheKey.of(routed(Calls.of(BODY).caller(Caller.named("anonymous")), PROVIDER, "m")))
                .isNotEqualTo(KEY);
    }

    /** Whoever the callers are said to be: nobody has another account's answers. */
    @Test
    void theForwardedCredentialCounts() {
        Provider taking = provider("p", "http://a/v1", "f").takingCredentials();
        List<CacheKey> keys = new ArrayList<>();
        for (Caller caller : List.of(Caller.ANONYMOUS, Caller.named("a"), Caller.ofKey("sk-1"))) {
            for (String credential : List.of("sk-1", "sk-2", "SK-1", "sk-", "anonymous", "a")) {
                keys.add(CacheKey.of(routed(credential(credential).caller(caller), taking, "m")));
            }
            keys.add(CacheKey.of(routed(Calls.of(BODY).caller(caller), taking, "m")));
        }
        assertThat(keys).doesNotHaveDuplicates();
        assertThat(CacheKey.of(routed(credential("sk-1"), taking, "m"))).isEqualTo(keys.get(0));
    }

    @Test
    void aCredentialThatIsNotForwardedDoesNotCount() {
        assertThat(CacheKey.of(routed(credential("sk-1"), PROVIDER, "m"))).isEqualTo(KEY);
    }

    @Test
    void whereTheAnswerComesFromCounts() {
        assertThat(key(provider("q", "http://a/v1", "f"), "m")).isNotEqualTo(KEY);
        assertThat(key(provider("p", "http://b/v1", "f"), "m")).isNotEqualTo(KEY);
        assertThat(key(provider("p", "http://a/v1", "g"), "m")).isNotEqualTo(KEY);
        assertThat(key(PROVIDER, "n")).isNotEqualTo(KEY);
        assertThat(key(provider("p", "http://a/v1", "f"), "m")).isEqualTo(KEY);
    }

    @Test
    void partsDoNotRunIntoEachOther() {
        assertThat(key(provider("pq", "", "f"), "m")).isNotEqualTo(key(provider("p", "q", "f"), "m"));
        assertThat(key(provider("p", "http://a/v1", "mf"), ""))
                .isNotEqualTo(key(provider("p", "http://a/v1", "f"), "m"));
    }

    @Test
    void anAliasSharesTheEntryOfItsModel() {
        assertThat(key(BODY.replace("\"m\"", "\"alias\""))).isEqualTo(KEY);
    }

    @Test
    void howTheCallIsMadeDoesNotCount() {
        Call.Builder call = Calls.of(BODY)
                .requestId("r7")
                .lifetime(Lifetime.of(Duration.ofHours(1)))
                .context("a", "b");

        assertThat(CacheKey.of(routed(call, PROVIDER, "m"))).isEqualTo(KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream",
                "stream_options",
                "user",
                "metadata",
                "store",
                "safety_identifier",
                "prompt_cache_key",
                "prompt_cache_retention",
                "prompt_cache_options",
                "service_tier"
            })
    void aFieldThatCannotChangeTheAnswerDoesNotCount(String field) {
        String value = field.equals("stream") ? "true" : "{\"a\":1}";

        assertThat(key(with("\"" + field + "\":" + value))).isEqualTo(KEY);
        assertThat(key(with("\"x\":{\"" + field + "\":" + value + "}")))
                .as("the same name elsewhere counts")
                .isNotEqualTo(key(with("\"x\":{}")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "temperature",
                "top_p",
                "n",
                "max_tokens",
                "max_completion_tokens",
                "stop",
                "frequency_penalty",
                "presence_penalty",
                "logit_bias",
                "seed",
                "logprobs",
                "top_logprobs",
                "tools",
                "tool_choice",
                "parallel_tool_calls",
                "functions",
                "function_call",
                "response_format",
                "reasoning_effort",
                "verbosity",
                "modalities",
                "audio",
                "prediction",
                "moderation",
                "web_search_options",
                "reasoning",
                "provider",
                "extra_body",
                "a_field_of_tomorrow",
                "Stream",
                "User",
                "prompt_cache_breakpoint",
                ""
            })
    void everyOtherFieldCounts(String field) {
        CacheKey one = key(with("\"" + field + "\":1"));

        assertThat(one)
                .isNotEqualTo(KEY)
                .isNotEqualTo(key(with("\"" + field + "\":2")))
                .isNotEqualTo(key(with("\"" + field + "\":null")))
                .isNotEqualTo(key(with("\"" + field + "\":\"1\"")))
                .isNotEqualTo(key(with("\"" + field + "\":[1]")));
        assertThat(key(with("\"" + field + "\":null"))).as("absent is not null").isNotEqualTo(KEY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1,"b":2}              | {"b":2,"a":1}
            {"a":{"b":1,"c":2}}        | {"a":{"c":2,"b":1}}
            1                          | 1.0
            1                          | 10e-1
            100                        | 1E+2
            0                          | -0.0e7
            0.7                        | 0.70
            -12.5                      | -125e-1
            "a/b"                      | "a\\/b"
            "é"                        | "\\u00e9"
            "\\ud83d\\ude00"           | "😀"
            "\\n"                      | "\\u000A"
            {"\\u0061":1}              | {"a":1}
            [ 1 , 2 ]                  | [1,2]
            1e999999999                | 10e999999998
            """)
    void oneValueInTwoSpellingsIsOne(String a, String b) {
        assertThat(value(a)).isEqualTo(value(b));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [1,2]                      | [2,1]
            [1,[2]]                    | [[1],2]
            [[],[]]                    | [[[]]]
            []                         | {}
            []                         | null
            ""                         | null
            "1"                        | 1
            "true"                     | true
            true                       | false
            0                          | false
            1                          | -1
            1                          | 10
            0.1                        | 0.10000000000000001
            1e400                      | 1e401
            12345678901234567890       | 12345678901234567891
            "a"                        | "A"
            "a"                        | "a "
            "é"                        | "e\\u0301"
            "\\ud800"                  | "\\udc00"
            "\\ud800"                  | "?"
            {"a":null}                 | {}
            {"a":"b"}                  | {"ab":""}
            {"a":1,"b":2}              | {"a":2,"b":1}
            {"a":{"b":1}}              | {"a":{},"b":1}
            ["ab"]                     | ["a","b"]
            """)
    void twoValuesAreTwo(String a, String b) {
        assertThat(value(a)).isNotEqualTo(value(b));
    }

    @Test
    void breakpointsOfTheProvidersCacheDoNotCountInParts() {
        String marked =
                parts("{\"type\":\"text\",\"text\":\"hi\",\"prompt_cache_breakpoint\":{\"mode\":\"explicit\"}}");
        String plain = parts("{\"type\":\"text\",\"text\":\"hi\"}");

        assertThat(key(marked)).isEqualTo(key(plain)).isNotEqualTo(KEY);
        assertThat(key(parts("{\"type\":\"text\",\"text\":\"hi\",\"cache_control\":{\"type\":\"ephemeral\"}}")))
                .isNotEqualTo(key(plain));
        assertThat(key(BODY.replace("\"role\"", "\"prompt_cache_breakpoint\":1,\"role\"")))
                .as("in a message it is an unknown field")
                .isNotEqualTo(KEY);
    }

    @Test
    void theFullStackOfAConversationCounts() {
        assertThat(key(BODY.replace("\"user\"", "\"developer\""))).isNotEqualTo(KEY);
        assertThat(key(BODY.replace("\"hi\"}", "\"hi\"},{\"role\":\"user\",\"content\":\"hi\"}")))
                .isNotEqualTo(KEY);
        assertThat(key(BODY.replace("\"hi\"}", "\"hi\",\"name\":\"n\"}"))).isNotEqualTo(KEY);
    }

    @Test
    @Timeout(5)
    void aHugeExponentIsNotExpanded() {
        for (int i = 0; i < 10_000; i++) {
            value("1e999999999");
        }
        assertThat(value("1e999999999")).isNotEqualTo(value("1e999999998"));
        assertThat(value("1e-999999999999999999999")).isNotEqualTo(value("1e-999999999999999999998"));
    }

    @Test
    void aLongTextCounts() {
        String text = "x".repeat(5_000);

        assertThat(value("\"" + text + "a\"")).isNotEqualTo(value("\"" + text + "b\""));
        assertThat(value("\"" + text + "\"")).isEqualTo(value("\"" + text.replace("x", "\\u0078") + "\""));
    }

    private static CacheKey value(String value) {
        return key(with("\"x\":" + value));
    }

    private static String with(String member) {
        return BODY.substring(0, BODY.length() - 1) + "," + member + "}";
    }

    private static String parts(String part) {
        return BODY.replace("\"hi\"", "[" + part + "]");
    }

    /** Built past the checks of a request, which are another test's. */
    private static CacheKey key(String body) {
        Call call = routed(Call.chat(ChatRequest.of(Json.parse(BODY))), PROVIDER, "m");
        return CacheKey.of(call.withBody(Json.parse(body)));
    }

    private static CacheKey key(Provider provider, String model) {
        return CacheKey.of(routed(Calls.of(BODY), provider, model));
    }

    private static Call routed(Call.Builder call, Provider provider, String model) {
        return call.build().withRoute(new Route(provider, model));
    }

    private static Call.Builder credential(String key) {
        return Calls.of(BODY).credential(Secret.of(key));
    }

    private static FakeProvider provider(String name, String baseUrl, String fingerprint) {
        return new FakeProvider(name).at(baseUrl).fingerprint(fingerprint);
    }
}

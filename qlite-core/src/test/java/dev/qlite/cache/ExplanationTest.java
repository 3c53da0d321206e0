package dev.qlite.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.cache.Explanation.Difference;
import dev.qlite.json.Json;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Calls;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {
    private final ExactCache cache = ExactCache.builder().build();

    @Test
    void itNamesWhatIsInTheKeyAndWhatIsNot() {
        Explanation explanation = explain("""
                {"model":"m","user":"u","temperature":0.70,"messages":[{"role":"user","content":[
                {"type":"text","text":"hi","prompt_cache_breakpoint":{"mode":"explicit"}}]}],"tools":[],"stream":true}""");

        assertThat(explanation.fields())
                .extracting(KeyField::path, KeyField::text)
                .map(String::valueOf)
                .containsExactly(
                        "(\"messages[0].content[0].text\", \"\"hi\"\")",
                        "(\"messages[0].content[0].type\", \"\"text\"\")",
                        "(\"messages[0].role\", \"\"user\"\")",
                        "(\"temperature\", \"0.70\")",
                        "(\"tools\", \"[]\")");
        assertThat(explanation.leftOut()).containsExactly("model", "user", "stream");
        assertThat(explanation.key())
                .isEqualTo(cache.key(call("{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":"
                        + "\"hi\",\"type\":\"text\"}]}],\"tools\":[],\"temperature\":7e-1}")));
        assertThat(explanation.decision()).isEqualTo("looked for, and stored if it is not there");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1}                 | {"a":1.0}               |          |     |
            {"a":1,"b":{"c":[1,2]}} | {"b":{"c":[1,3]},"a":1} | b.c[1]   | 2   | 3
            {"a":[1]}               | {"a":[1,2]}             | a[1]     |     | 2
            {"a":[1,2]}             | {"a":[1]}               | a[1]     | 2   |
            {"a":1,"c":3}           | {"a":1,"b":2,"c":3}     | b        |     | 2
            {"a":1,"b":2,"c":3}     | {"a":1,"c":3}           | b        | 2   |
            {"a":{}}                | {"a":{"b":1}}           | a        | {}  |
            {"a":null}              | {}                      | a        | null|
            {"a":"x"}               | {"a":"\\u0078"}         |          |     |
            {"a":"x","user":"1"}    | {"a":"x","user":"2"}    |          |     |
            {"a":1e999999999}       | {"a":1e999999998}       | a        | 1e999999999 | 1e999999998
            """)
    void theFirstDifferenceIsNamed(String one, String other, String path, String first, String second) {
        Explanation a = explain(one);
        Explanation b = explain(other);

        assertThat(a.difference(b)).isEqualTo(path == null ? null : new Difference(path, first, second));
        assertThat(a.key().equals(b.key())).isEqualTo(path == null);
    }

    @Test
    void theHeaderIsOneShortLineOfAsciiWithoutThePrompt() {
        StringBuilder many = new StringBuilder("{\"messages\":[{\"content\":\"canary\"}]");
        for (int i = 0; i < 1000; i++) {
            many.append(",\"é").append("x".repeat(i)).append("\":1");
        }
        Call call = call(many + "}");

        String header = cache.explain(call).header(CacheStatus.MISS);

        assertThat(header).matches("[ -~]{1,6000}").doesNotContain("canary");
        Json told = Json.parse(header);
        assertThat(told.get("key").asString()).isEqualTo(cache.key(call).toString());
        assertThat(told.get("result").asString()).isEqualTo("fwd=miss");
        assertThat(told.get("in").get("messages").asString()).matches("[0-9a-f]{8}");
    }

    @Test
    void aFieldsHashIsTheSameForTheSameValue() {
        String one = hash("{\"a\":1,\"b\":[{\"c\":2}]}", "b");

        assertThat(hash("{\"b\":[{\"c\":2.0}]}", "b")).isEqualTo(one);
        assertThat(hash("{\"b\":[{\"c\":3}]}", "b")).isNotEqualTo(one);
    }

    private String hash(String body, String field) {
        return Objects.requireNonNull(KeyField.tops(explain(body).fields()).get(field));
    }

    private Explanation explain(String body) {
        return cache.explain(call(body));
    }

    /** Built past the checks of a request, which are another test's. */
    private static Call call(String body) {
        return Calls.routed(Calls.plain()).withBody(Json.parse(body));
    }
}

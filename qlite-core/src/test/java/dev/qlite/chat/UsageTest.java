package dev.qlite.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}     | 1 | 2 | 3
            {"prompt_tokens":1,"completion_tokens":2,"total_tokens":9}     | 1 | 2 | 9
            {"prompt_tokens":1,"completion_tokens":2}                      | 1 | 2 | 3
            {"prompt_tokens":1,"completion_tokens":2,"total_tokens":null}  | 1 | 2 | 3
            {"prompt_tokens":1.0,"completion_tokens":2e1}                  | 1 | 20 | 21
            {}                                                             | 0 | 0 | 0
            {"prompt_tokens":null,"completion_tokens":"7"}                 | 0 | 0 | 0
            {"prompt_tokens":-4,"completion_tokens":1.5}                   | 0 | 0 | 0
            {"prompt_tokens":1e400,"completion_tokens":1e999999999}        | 0 | 0 | 0
            {"prompt_tokens":9007199254740993,"completion_tokens":1e18}    | 0 | 0 | 0
            {"prompt_tokens":[],"completion_tokens":{}}                    | 0 | 0 | 0
            """)
    void oddCountsAreNone(String json, long prompt, long completion, long total) {
        Usage usage = usage(json);

        assertThat(usage.promptTokens()).isEqualTo(prompt);
        assertThat(usage.completionTokens()).isEqualTo(completion);
        assertThat(usage.totalTokens()).isEqualTo(total);
        assertThat(usage.json()).hasToString(json);
    }

    @Test
    void detailsAreRead() {
        Usage usage = usage("{\"prompt_tokens_details\":{\"cached_tokens\":5},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":6}}");

        assertThat(usage.cachedTokens()).isEqualTo(5);
        assertThat(usage.reasoningTokens()).isEqualTo(6);
        assertThat(usage("{\"prompt_tokens_details\":null}").cachedTokens()).isZero();
        assertThat(usage("{\"completion_tokens_details\":7}").reasoningTokens()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"usage\":null}", "{\"usage\":7}", "{\"usage\":[]}", "[]", "null"})
    void whatIsNoObjectIsNoUsage(String document) {
        assertThat(Usage.in(Json.parse(document))).isNull();
    }

    @Test
    void aUsageOfTwoCountsHasTheirSum() {
        assertThat(Usage.of(3, 4)).hasToString("{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}");
    }

    private static Usage usage(String json) {
        return Objects.requireNonNull(Usage.in(Json.parse("{\"usage\":" + json + "}")));
    }
}

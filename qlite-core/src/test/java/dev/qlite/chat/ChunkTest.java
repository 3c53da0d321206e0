package dev.qlite.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "delta":{"role":"assistant"}                              | false
            "delta":{"role":"assistant","content":""}                 | false
            "delta":{"role":"assistant","content":null,"refusal":null}| false
            "delta":{"tool_calls":[],"audio":{}}                      | false
            "delta":{}                                                | false
            "delta":null                                              | false
            "finish_reason":null                                      | false
            "delta":{"content":" "}                                   | true
            "delta":{"reasoning_content":"x"}                         | true
            "delta":{"a_field_of_tomorrow":0}                         | true
            "delta":{"a_field_of_tomorrow":false}                     | true
            "delta":{"tool_calls":[{"index":0}]}                      | true
            "delta":{},"finish_reason":"stop"                         | true
            """)
    void contentIsWhatAClientLearnsFrom(String choice, boolean content) {
        assertThat(chunk("{\"choices\":[{" + choice + "}]}").hasContent()).isEqualTo(content);
        assertThat(chunk("{\"choices\":[{},{" + choice + "}]}").hasContent()).isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"choices":[],"usage":{}}                       | true
            {"choices":[],"usage":{"prompt_tokens":1}}      | true
            {"choices":[],"usage":null}                     | false
            {"choices":[]}                                  | false
            {"choices":[{}],"usage":{}}                     | false
            {"usage":{}}                                    | false
            {"choices":null,"usage":{}}                     | false
            []                                              | false
            """)
    void aChunkMayBeUsageAlone(String json, boolean usageOnly) {
        assertThat(chunk(json).isUsageOnly()).isEqualTo(usageOnly);
    }

    @Test
    void theTextIsTheFirstChoices() {
        assertThat(chunk(
                                "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}},{\"index\":0,\"delta\":{\"content\":\"a\"}}]}")
                        .text())
                .isEqualTo("a");
        assertThat(chunk("{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}").text())
                .isEqualTo("a");
        assertThat(chunk("{\"choices\":[]}").text()).isEmpty();
        assertThat(chunk("{\"choices\":[{\"delta\":{\"content\":null}}]}").text())
                .isEmpty();
    }

    @Test
    void aChunkMayBeAnError() {
        assertThat(chunk("{\"error\":{\"message\":\"no\",\"code\":429}}").error())
                .isNotNull()
                .satisfies(error -> {
                    assertThat(error.message()).isEqualTo("no");
                    assertThat(error.code()).isEqualTo("429");
                    assertThat(error.type()).isNull();
                });
        assertThat(chunk("{\"error\":null,\"choices\":[]}").error()).isNull();
    }

    @Test
    void choicesAreRead() {
        List<ChatCompletionChunk.Choice> choices = chunk(
                        "{\"choices\":[{\"index\":2,\"delta\":{},\"finish_reason\":\"stop\"},{}]}")
                .choices();

        assertThat(choices.get(0).index()).isEqualTo(2);
        assertThat(choices.get(0).finishReason()).isEqualTo("stop");
        assertThat(choices.get(0).delta().isObject()).isTrue();
        assertThat(choices.get(1).index()).isZero();
        assertThat(choices.get(1).finishReason()).isNull();
        assertThat(choices.get(1).delta().isMissing()).isTrue();
    }

    private static ChatCompletionChunk chunk(String json) {
        return ChatCompletionChunk.of(Json.parse(json));
    }
}

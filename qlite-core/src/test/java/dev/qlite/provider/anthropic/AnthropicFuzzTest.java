package dev.qlite.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.provider.JsonMutator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is asked, and whatever is answered: a translation, or a refusal in words. */
class AnthropicFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final List<String> EVENTS = List.of(
            "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"m\",\"usage\":{\"input_tokens\":1,\"cache_creation\":{\"ephemeral_1h_input_tokens\":1}}}}",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"a\"}}",
            "{\"type\":\"content_block_stop\",\"index\":0}",
            "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"text\",\"text\":\"a\",\"citations\":[{\"url\":\"u\",\"title\":\"t\"}]}}",
            "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"text_delta\",\"text\":\"b\"}}",
            "{\"type\":\"content_block_stop\",\"index\":1}",
            "{\"type\":\"content_block_start\",\"index\":2,\"content_block\":{\"type\":\"tool_use\",\"id\":\"i\",\"name\":\"f\",\"input\":{}}}",
            "{\"type\":\"content_block_delta\",\"index\":2,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}",
            "{\"type\":\"content_block_stop\",\"index\":2}",
            "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"w\"}}",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"refusal\",\"stop_details\":{\"explanation\":\"e\"}},\"usage\":{\"output_tokens\":3}}",
            "{\"type\":\"message_stop\"}");
    private static final String DOCUMENT =
            "{\"id\":\"msg_1\",\"type\":\"message\",\"model\":\"m\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"a\",\"signature\":\"s\"},{\"type\":\"redacted_thinking\",\"data\":\"d\"},{\"type\":\"text\",\"text\":\"a\",\"citations\":[{\"url\":\"u\",\"title\":\"t\"}]},{\"type\":\"tool_use\",\"id\":\"i\",\"name\":\"f\",\"input\":{\"a\":1}}],\"stop_reason\":\"tool_use\",\"stop_details\":{\"explanation\":\"e\"},\"usage\":{\"input_tokens\":1,\"output_tokens\":2,\"cache_creation\":{\"ephemeral_1h_input_tokens\":1},\"output_tokens_details\":{\"thinking_tokens\":1}}}";
    private static final String REQUEST =
            "{\"model\":\"m\",\"max_tokens\":5,\"temperature\":0.5,\"n\":1,\"stop\":[\"a\"],"
                    + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"d\",\"parameters\":{\"type\":\"object\","
                    + "\"oneOf\":[{\"properties\":{\"a\":{}},\"required\":[\"a\"]}]}}},{\"type\":\"custom\",\"custom\":{\"name\":\"c\"}}],"
                    + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}},\"reasoning_effort\":\"low\",\"user\":\"u\","
                    + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"type\":\"object\",\"properties\":"
                    + "{\"a\":{\"minimum\":1,\"anyOf\":[{}]}},\"$ref\":\"#/a/b\"}}},\"modalities\":[\"text\"],\"logprobs\":false,"
                    + "\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"name\":\"n\",\"content\":["
                    + "{\"type\":\"text\",\"text\":\"t\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,aaaa\"}},"
                    + "{\"type\":\"file\",\"file\":{\"file_data\":\"data:text/plain;base64,aaaa\",\"filename\":\"f\"}}]},"
                    + "{\"role\":\"assistant\",\"content\":null,\"thinking_blocks\":[{\"type\":\"thinking\"}],\"tool_calls\":[{\"id\":\"i\","
                    + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"},\"extra_content\":{\"google\":{\"thought_signature\":\"s\"}}}]},"
                    + "{\"role\":\"tool\",\"tool_call_id\":\"i\",\"content\":\"r\"},{\"role\":\"assistant\",\"function_call\":{\"name\":\"f\","
                    + "\"arguments\":\"\"}},{\"role\":\"function\",\"name\":\"f\",\"content\":\"r\"}]}";

    private final Random random = new Random(20261124);
    private final JsonMutator mutator = new JsonMutator(20261124);

    @Test
    void anyRequestIsTranslatedOrRefused() {
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Json request = mutator.mutate(Json.parse(REQUEST));
            try {
                Claude.model(random.nextBoolean() ? Claude.OLD : Claude.NEWEST).request(request.toString());
            } catch (InvalidRequestException | JsonException e) {
                refused++;
            } catch (RuntimeException e) {
                fail("request " + i + ": " + request, e);
            }
        }
        assertThat(refused).isPositive().isLessThan(ROUNDS);
    }

    @Test
    void anyAnswerIsTranslatedOrNone() {
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            Json answer = mutator.mutate(Json.parse(DOCUMENT));
            try {
                Claude.model(random.nextBoolean() ? Claude.OLD : Claude.NEWEST).answer("", answer.toString());
            } catch (JsonException e) {
                refused++;
            } catch (RuntimeException e) {
                fail("answer " + i + ": " + answer, e);
            }
        }
        assertThat(refused).isPositive().isLessThan(ROUNDS);
    }

    @Test
    void anyStreamIsTranslatedOrNone() {
        int refused = 0;
        for (int i = 0; i < ROUNDS / 4; i++) {
            String[] events = EVENTS.stream()
                    .filter(event -> random.nextInt(8) > 0)
                    .map(event -> mutator.mutate(Json.parse(event)).toString())
                    .toArray(String[]::new);
            try {
                Claude.model(random.nextBoolean() ? Claude.OLD : Claude.NEWEST).stream("", events);
            } catch (JsonException e) {
                refused++;
            } catch (RuntimeException e) {
                fail("stream " + i + ": " + List.of(events), e);
            }
        }
        assertThat(refused).isPositive().isLessThan(ROUNDS / 4);
    }
}

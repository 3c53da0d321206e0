package dev.qlite.provider.google;

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
class GoogleFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final List<String> EVENTS = List.of(
            "{\"responseId\":\"r\",\"modelVersion\":\"m\",\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\",\"thought\":true},{\"text\":\"b\"}]},\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":1,\"promptTokensDetails\":[{\"modality\":\"AUDIO\",\"tokenCount\":1}]}}",
            "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"id\":\"i\",\"name\":\"f\",\"args\":{\"a\":1}},\"thoughtSignature\":\"s\"},{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"aaaa\"}}]},\"finishReason\":\"STOP\",\"finishMessage\":\"f\",\"logprobsResult\":{\"chosenCandidates\":[{\"token\":\"a\",\"logProbability\":-1}],\"topCandidates\":[{\"candidates\":[{\"token\":\"a\",\"logProbability\":-1}]}]},\"groundingMetadata\":{\"groundingChunks\":[{\"web\":{\"uri\":\"u\",\"title\":\"t\"}}],\"groundingSupports\":[{\"segment\":{\"startIndex\":0,\"endIndex\":1},\"groundingChunkIndices\":[0]}]},\"citationMetadata\":{\"citationSources\":[{\"uri\":\"u\",\"startIndex\":0,\"endIndex\":1}]}}],\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}",
            "{\"error\":{\"code\":500,\"message\":\"m\",\"status\":\"INTERNAL\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"3s\"}]}}");
    private static final String DOCUMENT = EVENTS.get(1);
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
                Gemini.model(random.nextBoolean() ? Gemini.OLD : "gemini-9").request(request.toString());
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
                Gemini.model(random.nextBoolean() ? Gemini.OLD : "gemini-9").answer("", answer.toString());
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
                Gemini.model(random.nextBoolean() ? Gemini.OLD : "gemini-9").stream("", events);
            } catch (JsonException e) {
                refused++;
            } catch (RuntimeException e) {
                fail("stream " + i + ": " + List.of(events), e);
            }
        }
        assertThat(refused).isPositive().isLessThan(ROUNDS / 4);
    }
}

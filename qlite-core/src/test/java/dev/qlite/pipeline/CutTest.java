package dev.qlite.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.chat.ChatCompletionChunk;
import dev.qlite.json.Json;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CutTest {
    @Test
    void anAnswerBecomesWhatAStreamingClientWouldHaveGot() {
        List<Json> chunks = Folds.cut(Calls.answer("Hi dear, how are you all  in this world?"));

        String envelope =
                "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":";
        String piece =
                envelope + "[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}],\"usage\":null}";
        assertThat(chunks)
                .extracting(Json::toString)
                .containsExactly(
                        envelope
                                + "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null},\"finish_reason\":null}],\"usage\":null}",
                        piece.formatted("Hi dear, how are you all"),
                        piece.formatted("  in this world?"),
                        envelope
                                + "[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":null}",
                        envelope + "[],\"usage\":" + Chunks.usageObject(2, 3) + "}");
    }

    @Test
    void withoutTheWishThereIsNoWordOfUsage() {
        assertThat(Folds.cut(Json.parse(Calls.answer("Hi")), false))
                .allSatisfy(chunk -> assertThat(chunk.get("usage").isMissing()).isTrue())
                .noneMatch(chunk -> chunk.get("choices").size() == 0);
    }

    @Test
    void toolCallsOpenOnceAndThenSayTheirArguments() {
        List<Json> calls = Folds.cut(message("\"content\":null,\"tool_calls\":["
                        + "{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"long_name_of_field\\\": 1}\"}},"
                        + "{\"id\":\"b\",\"type\":\"custom\",\"custom\":{\"name\":\"g\",\"input\":\"text without any form and whatsoever\"}},"
                        + "{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"h\",\"arguments\":\"\"}}]"))
                .stream()
                .map(chunk -> chunk.get("choices")
                        .get(0)
                        .get("delta")
                        .get("tool_calls")
                        .get(0))
                .filter(call -> !call.isMissing())
                .toList();

        assertThat(calls)
                .extracting(Json::toString)
                .containsExactly(
                        "{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}",
                        "{\"index\":0,\"function\":{\"arguments\":\"{\\\"long_name_of_field\\\":\"}}",
                        "{\"index\":0,\"function\":{\"arguments\":\" 1}\"}}",
                        "{\"index\":1,\"id\":\"b\",\"type\":\"custom\",\"custom\":{\"name\":\"g\",\"input\":\"\"}}",
                        "{\"index\":1,\"custom\":{\"input\":\"text without any form and\"}}",
                        "{\"index\":1,\"custom\":{\"input\":\" whatsoever\"}}",
                        "{\"index\":2,\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"h\",\"arguments\":\"\"}}");
    }

    @Test
    void unknownMembersRideWithTheFirstDeltaAndTheFinish() {
        List<Json> chunks =
                Folds.cut("{\"id\":\"c\",\"x_top\":[1],\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                        + "\"content\":\"" + "a ".repeat(16)
                        + "\",\"x_message\":{\"y\":1}},\"x_choice\":true,\"finish_reason\":\"stop\"}]}");

        assertThat(chunks).hasSize(4);
        assertThat(chunks.get(0)).asString().contains("\"x_message\":{\"y\":1}");
        assertThat(chunks.get(3)).asString().contains("\"x_choice\":true").contains("\"x_top\":[1]");
        assertThat(chunks.subList(1, 4)).asString().doesNotContain("x_message");
        assertThat(chunks.subList(0, 3)).asString().doesNotContain("x_choice").doesNotContain("x_top");
    }

    @Test
    void choicesWithoutIndexAreNumberedByTheirPlaces() {
        Json document =
                Json.parse("{\"choices\":[{\"message\":{\"content\":\"a\"}},{\"message\":{\"content\":\"b\"}}]}");

        Json choices = Folds.fold(Folds.cut(document, true)).get("choices");

        assertThat(choices.size()).isEqualTo(2);
        assertThat(choices.get(1).get("message").get("content").asString()).isEqualTo("b");
    }

    @Test
    void aMessageWithoutRoleIsTheAssistants() {
        List<Json> chunks = Folds.cut(message("\"content\":\"a\"").replace("\"role\":\"assistant\",", ""));

        assertThat(delta(chunks.get(0)).get("role").asString()).isEqualTo("assistant");
        assertThat(chunks.get(0).get("object").asString()).isEqualTo("chat.completion.chunk");
    }

    @Test
    void pieceByPieceTheTextIsTheSameByteForByteAndNothingIsCutWithin() {
        RandomAnswers random = new RandomAnswers(20261102);
        for (int i = 0; i < 3_000; i++) {
            String text = random.string();
            List<Json> pieces = Folds.cut(message("\"content\":" + text)).stream()
                    .map(chunk -> delta(chunk).get("content"))
                    .filter(Json::isString)
                    .toList();

            StringBuilder joined = new StringBuilder();
            for (int p = 0; p < pieces.size(); p++) {
                String piece = pieces.get(p).toString();
                joined.append(piece, 1, piece.length() - 1);
                String said = pieces.get(p).asString();
                assertThat(said.getBytes(UTF_8).length).isLessThan(64);
                String next = p + 1 < pieces.size() ? pieces.get(p + 1).asString() : "";
                assertThat(!said.isEmpty()
                                && !next.isEmpty()
                                && Character.isSurrogatePair(said.charAt(said.length() - 1), next.charAt(0)))
                        .as("%s is cut in a pair", text)
                        .isFalse();
            }
            assertThat("\"" + joined + "\"").isEqualTo(text);
        }
    }

    @Test
    void randomAnswersComeBackAsTheyWere() {
        RandomAnswers random = new RandomAnswers(20261101);
        for (int i = 0; i < 3_000; i++) {
            Json document = random.next();
            List<Json> chunks = Folds.cut(document, true);

            assertThat(Tree.of(Folds.fold(chunks)))
                    .as("document %d: %s", i, document)
                    .isEqualTo(Tree.of(document));
            assertOrder(document, chunks);
        }
    }

    private static void assertOrder(Json document, List<Json> chunks) {
        boolean usage = document.get("usage").isObject();
        int last = chunks.size() - (usage ? 1 : 0);
        for (Json choice : document.get("choices").elements()) {
            String index = choice.get("index").toString();
            List<Json> own = chunks.subList(0, last).stream()
                    .map(chunk -> chunk.get("choices").get(0))
                    .filter(each -> each.get("index").toString().equals(index))
                    .toList();
            assertThat(own.get(0).get("delta").get("role").asString()).isEqualTo("assistant");
            assertThat(own.get(own.size() - 1).get("finish_reason").isString()).isTrue();
            assertThat(own.subList(0, own.size() - 1))
                    .allMatch(each -> each.get("finish_reason").isNull())
                    .extracting(each -> each.get("delta").get("role"))
                    .filteredOn(Json::isString)
                    .hasSize(1);
            assertThat(own.stream()
                            .map(each ->
                                    each.get("delta").get("tool_calls").get(0).get("index"))
                            .filter(Json::isNumber)
                            .map(Json::asInt)
                            .distinct())
                    .containsExactlyElementsOf(IntStream.range(
                                    0, choice.get("message").get("tool_calls").size())
                            .boxed()
                            .toList());
        }
        if (usage) {
            assertThat(ChatCompletionChunk.of(chunks.get(last)).isUsageOnly()).isTrue();
        }
    }

    private static Json delta(Json chunk) {
        return chunk.get("choices").get(0).get("delta");
    }

    private static String message(String members) {
        return "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\"," + members
                + "},\"finish_reason\":\"stop\"}]}";
    }
}

package dev.qlite.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FoldTest {
    @Test
    void piecesOfTextAreJoined() {
        Json message =
                message("{\"role\":\"assistant\",\"content\":\"\"}", "{\"content\":\"Hel\"}", "{\"content\":\"lo\"}");

        assertThat(message).hasToString("{\"role\":\"assistant\",\"content\":\"Hello\"}");
    }

    @Test
    void theEnvelopeIsSaidOnce() {
        Json document = Folds.fold(Chunks.delta("{\"content\":\"a\"}"), Chunks.finish("stop"), Chunks.usage(1, 2));

        assertThat(Tree.of(document))
                .isEqualTo(Tree.of(
                        "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
                                + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a\"},\"logprobs\":null,"
                                + "\"finish_reason\":\"stop\"}],\"usage\":" + Chunks.usageObject(1, 2) + "}"));
    }

    @Test
    void theEarliestChunkMayHaveNoChoices() {
        Json document = Folds.fold(
                "{\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}]}",
                Chunks.delta("{\"content\":\"a\"}"),
                Chunks.finish("stop"));

        assertThat(document.get("prompt_filter_results").size()).isEqualTo(1);
        assertThat(document.get("choices").get(0).get("message").get("content").asString())
                .isEqualTo("a");
    }

    @Test
    void halvesOfASurrogatePairMeet() {
        Json message = message("{\"content\":\"\\ud83d\"}", "{\"content\":\"\\ude00\"}");

        assertThat(message.get("content").asString()).isEqualTo("😀");
    }

    @Test
    void interleavedChoicesComeOutInOrder() {
        Json document = Folds.fold(
                Chunks.delta(1, "{\"content\":\"b\"}"),
                Chunks.delta(0, "{\"content\":\"a\"}"),
                Chunks.delta(1, "{\"content\":\"B\"}"),
                Chunks.finish(1, "length"),
                Chunks.delta(0, "{\"content\":\"A\"}"),
                Chunks.finish(0, "stop"));

        assertThat(document.get("choices"))
                .hasToString(
                        "["
                                + "{\"index\":0,\"message\":{\"content\":\"aA\",\"role\":\"assistant\"},\"finish_reason\":\"stop\",\"logprobs\":null},"
                                + "{\"index\":1,\"message\":{\"content\":\"bB\",\"role\":\"assistant\"},\"finish_reason\":\"length\",\"logprobs\":null}]");
    }

    @Test
    void interleavedToolCallsAreJoinedByIndex() {
        Json calls = toolCalls(
                "{\"index\":1,\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}",
                "{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}",
                "{\"index\":1,\"function\":{\"arguments\":\"{\\\"y\\\":\"}}",
                "{\"index\":0,\"function\":{\"arguments\":\"{}\"}}",
                "{\"index\":1,\"function\":{\"arguments\":\"2}\"}}");

        assertThat(calls)
                .hasToString(
                        "[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                                + "{\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"{\\\"y\\\":2}\"}}]");
    }

    @Test
    void anIdAndNameThatAreRepeatedOrEmptyLaterAreSaidOnce() {
        Json calls = toolCalls(
                "{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}",
                "{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"}\"}}",
                "{\"index\":0,\"id\":\"\",\"type\":\"function\",\"function\":{\"name\":\"\",\"arguments\":\"\"}}",
                "{\"index\":0,\"id\":null,\"function\":{\"name\":null,\"arguments\":null}}");

        assertThat(calls)
                .hasToString(
                        "[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]");
    }

    @Test
    void toolCallsWithoutIndexAreEachTheirOwn() {
        Json calls = toolCalls(
                "{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}",
                "{\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}");

        assertThat(calls.size()).isEqualTo(2);
        assertThat(calls.get(1).get("id").asString()).isEqualTo("b");
    }

    @Test
    void elementsOfOneIndexAndDifferentTypesAreNotOne() {
        Json details = message(
                        "{\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"index\":0,\"format\":\"f\",\"summary\":\"a\"}]}",
                        "{\"reasoning_details\":[{\"type\":\"reasoning.summary\",\"index\":0,\"format\":\"f\",\"summary\":\"b\"}]}",
                        "{\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"index\":0,\"data\":\"x\"}]}",
                        "{\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"index\":0,\"data\":\"y\"}]}")
                .get("reasoning_details");

        assertThat(details)
                .hasToString("[{\"type\":\"reasoning.summary\",\"index\":0,\"format\":\"f\",\"summary\":\"ab\"},"
                        + "{\"type\":\"reasoning.encrypted\",\"index\":0,\"data\":\"xy\"}]");
    }

    @Test
    void elementsKeepTheOrderInWhichTheyCame() {
        Json annotations = message("{\"annotations\":[{\"index\":2,\"a\":1},{\"b\":1},{\"index\":1,\"c\":1}]}")
                .get("annotations");

        assertThat(annotations).hasToString("[{\"index\":2,\"a\":1},{\"b\":1},{\"index\":1,\"c\":1}]");
    }

    @Test
    void nullErasesNothing() {
        Json document = Folds.fold(
                Chunks.choice(
                        "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"a\",\"refusal\":null,"
                                + "\"tool_calls\":[{\"index\":0,\"id\":\"t\"}],\"annotations\":[1],\"audio\":{\"id\":\"x\"},\"n\":1}}"),
                Chunks.choice("{\"index\":0,\"delta\":{\"role\":null,\"content\":null,\"tool_calls\":null,"
                        + "\"annotations\":null,\"audio\":null,\"n\":null},\"finish_reason\":\"stop\"}"),
                "{\"id\":null,\"model\":null,\"choices\":[{\"index\":0,\"delta\":null,\"finish_reason\":null}],\"usage\":null}");

        assertThat(Tree.of(document))
                .isEqualTo(Tree.of(
                        "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
                                + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a\",\"refusal\":null,"
                                + "\"tool_calls\":[{\"id\":\"t\"}],\"annotations\":[1],\"audio\":{\"id\":\"x\"},\"n\":1},"
                                + "\"finish_reason\":\"stop\",\"logprobs\":null}]}"));
    }

    @Test
    void whatIsNotTextIsReplaced() {
        assertThat(message("{\"n\":1,\"b\":true}", "{\"n\":2,\"b\":false}"))
                .hasToString("{\"n\":2,\"b\":false,\"role\":\"assistant\",\"content\":null}");
    }

    @Test
    void membersOfTheChoiceAndTheChunkAreReplaced() {
        Json document = Folds.fold(
                "{\"system_fingerprint\":\"a\",\"choices\":[{\"index\":0,\"delta\":{},\"native_finish_reason\":\"x\"}]}",
                "{\"system_fingerprint\":\"b\",\"choices\":[{\"index\":0,\"delta\":{},\"native_finish_reason\":\"y\"}]}");

        assertThat(document.get("system_fingerprint").asString()).isEqualTo("b");
        assertThat(document.get("choices").get(0).get("native_finish_reason").asString())
                .isEqualTo("y");
    }

    @Test
    void piecesOfLogprobsAreJoined() {
        Json logprobs = Folds.fold(
                        Chunks.choice(
                                "{\"index\":0,\"delta\":{},\"logprobs\":{\"content\":[{\"token\":\"a\"}],\"refusal\":null}}"),
                        Chunks.choice("{\"index\":0,\"delta\":{},\"logprobs\":null}"),
                        Chunks.choice(
                                "{\"index\":0,\"delta\":{},\"logprobs\":{\"content\":[{\"token\":\"b\"}],\"refusal\":null}}"))
                .get("choices")
                .get(0)
                .get("logprobs");

        assertThat(logprobs).hasToString("{\"content\":[{\"token\":\"a\"},{\"token\":\"b\"}],\"refusal\":null}");
    }

    @Test
    void usageBesideChoicesCounts() {
        Json document = Folds.fold(Chunks.delta("{\"content\":\"a\"}")
                .replace("\"choices\"", "\"usage\":" + Chunks.usageObject(1, 1) + ",\"choices\""));

        assertThat(document.get("usage")).hasToString(Chunks.usageObject(1, 1));
    }

    @Test
    void paddingIsLeftOut() {
        Json document = Folds.fold("{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{}}],\"obfuscation\":\"xyz\"}");

        assertThat(document.get("obfuscation").isMissing()).isTrue();
    }

    @Test
    void aTextThatBecomesPartsLosesNothing() {
        Json message = message(
                "{\"content\":\"\"}",
                "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]}]}",
                "{\"content\":\"4\"}",
                "{\"content\":\"2\"}");

        assertThat(message.get("content"))
                .hasToString("[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]},"
                        + "{\"type\":\"text\",\"text\":\"42\"}]");
    }

    private static Json message(String... deltas) {
        return Folds.fold(Stream.of(deltas).map(Chunks::delta).toArray(String[]::new))
                .get("choices")
                .get(0)
                .get("message");
    }

    private static Json toolCalls(String... pieces) {
        String[] deltas = Stream.of(pieces)
                .map(piece -> "{\"tool_calls\":[" + piece + "]}")
                .toArray(String[]::new);
        return message(deltas).get("tool_calls");
    }
}

package dev.qlite.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.chat.ChatRequest;
import dev.qlite.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiktokenEstimatorTest {
    private static final int MANY = 64 << 10;

    private final TiktokenEstimator estimator = new TiktokenEstimator();

    @Test
    void textIsCountedAsTheModelCountsIt() {
        assertThat(said("gpt-4o", "tiktoken is great!")).isEqualTo(6);
        assertThat(said("gpt-4", "tiktoken is great!")).isEqualTo(6);
        assertThat(said("gpt-4", "お誕生日おめでとう")).isEqualTo(9);
        assertThat(said("gpt-4o", "お誕生日おめでとう")).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4, CL100K",
        "gpt-4-0613, CL100K",
        "gpt-4-turbo-2024-04-09, CL100K",
        "gpt-3.5-turbo, CL100K",
        "gpt-35-turbo, CL100K",
        "ft:gpt-4:me::1, CL100K",
        "ft:gpt-3.5-turbo-0613:me::1, CL100K",
        "openai/gpt-4-32k, CL100K",
        "gpt-4o, O200K",
        "gpt-4o-mini-2024-07-18, O200K",
        "chatgpt-4o-latest, O200K",
        "gpt-4.1-nano, O200K",
        "gpt-4.5-preview, O200K",
        "gpt-5, O200K",
        "gpt-5.2-codex, O200K",
        "gpt-40, O200K",
        "o1, O200K",
        "o3-mini, O200K",
        "ft:gpt-4o:me::1, O200K",
        "openai/gpt-oss-120b, O200K",
        "claude-opus-4-5, O200K",
        "'', O200K"
    })
    void aModelHasItsOwnVocabulary(String model, Vocabulary vocabulary) {
        assertThat(Vocabulary.of(model)).isEqualTo(vocabulary);
    }

    @Test
    void whatLooksLikeAControlTokenIsText() {
        assertThat(said("gpt-4o", "<|endoftext|>")).isGreaterThan(1);
    }

    @Test
    void aMessageHasAFrame() {
        assertThat(prompt("{\"role\":\"user\",\"content\":\"hi\"}")).isEqualTo(3 + 3 + 1 + 1);
        assertThat(prompt("{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":null}"))
                .isEqualTo(3 + 3 + 1 + 1 + 3 + 1);
    }

    @Test
    void allThatIsTextCounts() {
        long bare = prompt("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}");
        assertThat(prompt("{\"role\":\"user\",\"name\":\"Ann\",\"content\":\"hi\"}"))
                .isGreaterThan(bare);
        assertThat(answered("\"content\":null,\"refusal\":\"no\"")).isEqualTo(1);
        assertThat(answered("\"content\":\"no\",\"reasoning_content\":\"no\"")).isEqualTo(2);
        assertThat(answered("\"tool_calls\":[{\"function\":{\"name\":\"no\",\"arguments\":\"no\"}}]"))
                .isEqualTo(7 + 2);
        assertThat(answered("\"tool_calls\":[{\"custom\":{\"name\":\"no\",\"input\":\"no\"}}]"))
                .isEqualTo(7 + 2);
        assertThat(answered("\"audio\":{\"data\":\"AAAA\"}")).isZero();
        assertThat(estimator.completionTokens(Json.parse("{\"choices\":7}"), "gpt-4o"))
                .isZero();
    }

    @Test
    void aToolCountsByItsJson() {
        String tool = "{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}";
        ChatRequest with = ChatRequest.of(Json.parse(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"tools\":[" + tool + "]}"));

        assertThat(estimator.promptTokens(with, "m"))
                .isEqualTo(prompt("{\"role\":\"user\",\"content\":\"hi\"}") + said("m", tool));
    }

    /** What is slow to count is text without spaces, and counting stops at 64 Ki characters. */
    @Test
    void aLongTextIsTakenForAlikeBehindItsBeginning() {
        long beginning = said("gpt-4o", "a".repeat(MANY));

        assertThat(said("gpt-4o", "a".repeat(32 * MANY))).isEqualTo(32 * beginning);
        assertThat(said("gpt-4o", "a".repeat(MANY - 1) + "\uD83D\uDE00" + "b".repeat(MANY)))
                .isBetween(2 * beginning - 2, 2 * beginning + 2);
    }

    private long said(String model, String text) {
        return estimator.completionTokens(
                Json.object()
                        .put(
                                "choices",
                                Json.array(List.of(Json.object()
                                        .put(
                                                "message",
                                                Json.object()
                                                        .put("content", text)
                                                        .build())
                                        .build())))
                        .build(),
                model);
    }

    private long answered(String message) {
        return estimator.completionTokens(Json.parse("{\"choices\":[{\"message\":{" + message + "}}]}"), "gpt-4o");
    }

    private long prompt(String messages) {
        return estimator.promptTokens(
                ChatRequest.of(Json.parse("{\"model\":\"m\",\"messages\":[" + messages + "]}")), "gpt-4o");
    }
}

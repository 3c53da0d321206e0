package dev.qlite.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.chat.Usage;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The usage of an answer that passes unread, whatever the cuts at which its bytes come. */
class TailUsageTest {
    private static final int TAIL = 16 << 10;
    private static final int[] SIZES = {1, 2, 3, 7, 64, 1_000, 4_096, TAIL - 1, TAIL, TAIL + 1, 2 * TAIL};

    @ParameterizedTest
    @EnumSource
    void theUsageIsFoundWhereverTheAnswerIsCutInTwo(UnreadAnswer answer) {
        byte[] bytes = answer.bytes();
        for (int cut = 0; cut <= bytes.length; cut++) {
            TailUsage tail = new TailUsage();
            tail.add(ByteBuffer.wrap(bytes, 0, cut));
            tail.add(ByteBuffer.wrap(bytes, cut, bytes.length - cut));
            assertFound(answer.usage, tail, "cut at " + cut);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theUsageIsFoundInPiecesOfAnySize(UnreadAnswer answer) {
        for (int size : SIZES) {
            assertFound(answer.usage, inPieces(answer.bytes(), size), "pieces of " + size);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatBreaksOffAnywhereTellsTheSameHoweverItCame(UnreadAnswer answer) {
        byte[] bytes = answer.bytes();
        TailUsage byByte = new TailUsage();
        for (int end = 0; end < bytes.length; end++) {
            TailUsage whole = new TailUsage();
            whole.add(ByteBuffer.wrap(bytes, 0, end));
            assertFound(told(byByte.find()), whole, "the first " + end);
            byByte.add(ByteBuffer.wrap(bytes, end, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4_096, 3 * TAIL})
    void theTailIsTheLast16KbToTheByte(int size) {
        String usage = "\"usage\":{\"input_tokens\":5,\"output_tokens\":2}";
        String before = "{\"text\":\"" + "x".repeat(TAIL) + "\",";
        String within = before + usage + " ".repeat(TAIL - usage.length() - 1) + "}";

        assertFound("5 2 cached 0 reasoning 0 tier ''", inPieces(within.getBytes(UTF_8), size), "within");
        assertFound("none", inPieces((within + "\n").getBytes(UTF_8), size), "a byte beyond");
    }

    @Test
    void theBufferOfAPieceStaysAsItIs() {
        ByteBuffer piece = ByteBuffer.wrap(UnreadAnswer.CHAT_DOCUMENT.bytes());
        piece.position(3).limit(20);

        new TailUsage().add(piece);

        assertThat(piece.position()).isEqualTo(3);
        assertThat(piece.limit()).isEqualTo(20);
    }

    private static TailUsage inPieces(byte[] bytes, int size) {
        TailUsage tail = new TailUsage();
        for (int at = 0; at < bytes.length; at += size) {
            tail.add(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at)));
        }
        return tail;
    }

    private static void assertFound(String usage, TailUsage tail, String how) {
        String found = told(tail.find());
        if (!found.equals(usage)) { // many thousand times: a description is made only where it is needed
            assertThat(found).as(how).isEqualTo(usage);
        }
    }

    /** What counts of a usage, in words. */
    private static String told(@Nullable Usage usage) {
        return usage == null
                ? "none"
                : usage.promptTokens() + " " + usage.completionTokens() + " cached " + usage.cachedTokens()
                        + " reasoning " + usage.reasoningTokens() + " tier '" + usage.serviceTier() + "'";
    }
}

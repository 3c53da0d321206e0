package dev.qlite.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> NAMES =
            List.of("claude-sonnet", "gpt-4o", "gpt-4o-mini", "gpt-5", "o3", "gpt-4o");

    @Test
    void theLikestComesFirst() {
        assertThat(Nearest.to("gpt-4", NAMES, 3)).containsExactly("gpt-4o", "gpt-5");
        assertThat(Nearest.to("gpt-4o-mni", NAMES, 3)).startsWith("gpt-4o-mini", "gpt-4o");
        assertThat(Nearest.to("claud-sonet", NAMES, 1)).containsExactly("claude-sonnet");
    }

    @Test
    void noMoreThanAskedAndNoneTwice() {
        assertThat(Nearest.to("gpt-4", NAMES, 1)).containsExactly("gpt-4o");
        assertThat(Nearest.to("gpt-4o", NAMES, 9)).doesNotHaveDuplicates();
    }

    @Test
    void whatIsLikeNothingHasNoNearest() {
        assertThat(Nearest.to("zzzzzz", NAMES, 3)).isEmpty();
        assertThat(Nearest.to("x".repeat(10_000), List.of("x".repeat(10_000)), 3))
                .isEmpty();
        assertThat(Nearest.to("gpt", List.of(), 3)).isEmpty();
    }
}

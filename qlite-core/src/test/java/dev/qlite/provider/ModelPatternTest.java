package dev.qlite.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelPatternTest {
    @ParameterizedTest
    @CsvSource({
        "gpt-*, gpt-4o, true",
        "gpt-*, gpt-, true",
        "gpt-*, gpt, false",
        "gpt-*, my-gpt-4, false",
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "**, a, true",
        "*-mini, o4-mini, true",
        "*-mini, o4-mini-high, false",
        "*-moderation-*, omni-moderation-latest, true",
        "*-moderation-*, omni-moderation, false",
        "a*b*c, abc, true",
        "a*b*c, axxbyybc, true",
        "a*b*c, acb, false",
        "*ab, aab, true",
        "a*a, a, false",
        "gpt-4.1, gpt-4x1, false",
        "gpt-?, gpt-4, false",
        "GPT-*, gpt-4, false"
    })
    void aStarStandsForAnyCharacters(String pattern, String model, boolean matches) {
        assertThat(new ModelPattern(pattern).matches(model)).isEqualTo(matches);
    }

    @Test
    void itAgreesWithARegularExpression() {
        Random random = new Random(20261105);
        for (int i = 0; i < 50_000; i++) {
            String pattern = text(random, "ab*", 7);
            String model = text(random, "ab", 9);
            assertThat(new ModelPattern(pattern).matches(model))
                    .as("%s on %s", pattern, model)
                    .isEqualTo(Pattern.matches(pattern.replace("*", ".*"), model));
        }
    }

    @Test
    @Timeout(5)
    void noPatternIsSlow() {
        String model = "a".repeat(5_000);

        assertThat(new ModelPattern("a*".repeat(500) + "b").matches(model)).isFalse();
        assertThat(new ModelPattern("*a".repeat(500) + "*b*").matches(model)).isFalse();
        assertThat(new ModelPattern("*".repeat(5_000)).matches(model)).isTrue();
    }

    @Test
    void itKnowsItsLiterals() {
        assertThat(new ModelPattern("gpt-*-x*").literals()).isEqualTo(6);
        assertThat(new ModelPattern("gpt-*").isExact()).isFalse();
        assertThat(new ModelPattern("gpt-4").isExact()).isTrue();
        assertThat(new ModelPattern("gpt-4"))
                .isEqualTo(new ModelPattern("gpt-4"))
                .hasToString("gpt-4");
    }

    private static String text(Random random, String letters, int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(longest + 1); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}

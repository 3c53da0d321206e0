package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
    private final ApiKeys keys = ApiKeys.builder()
            .key("team-a", Secret.of("sk-a-old"))
            .key("team-a", Secret.of("sk-a-new"))
            .key("team-b", Secret.of("sk-b"))
            .build();

    @Test
    void eachKeyHasItsCaller() {
        assertThat(keys.find("sk-a-old")).isEqualTo(Caller.named("team-a"));
        assertThat(keys.find("sk-a-new")).isEqualTo(Caller.named("team-a"));
        assertThat(keys.find("sk-b")).isEqualTo(Caller.named("team-b"));
    }

    @Test
    void anyOtherHasNone() {
        for (String shown : new String[] {"", "sk-", "sk-b ", "SK-B", "sk-bb", "team-b"}) {
            assertThat(keys.find(shown)).as(shown).isNull();
        }
        assertThat(ApiKeys.builder().build().find("")).isNull();
    }

    /** An unset variable must not open the door to whoever sends an empty header. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "sk-of file\n", "sk-schlüssel"})
    void aKeyThatNoHeaderCarriesIsRefusedWithoutShowingIt(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeys.builder().key("team-a", Secret.of(key)))
                .withMessageContaining("team-a")
                .withMessageNotContaining("sk-");
    }

    @Test
    void oneKeyOfTwoCallersIsRefusedWithoutShowingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ApiKeys.builder().key("team-a", Secret.of("sk-same")).key("team-b", Secret.of("sk-same")))
                .withMessageContaining("team-a")
                .withMessageContaining("team-b")
                .withMessageNotContaining("sk-same");
    }
}

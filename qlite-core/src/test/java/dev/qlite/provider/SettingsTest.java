package dev.qlite.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.qlite.pipeline.Secret;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
    @ParameterizedTest
    @MethodSource("nonsense")
    void whatMakesNoSenseIsRefused(ThrowingCallable setting, String message) {
        assertThatIllegalArgumentException().isThrownBy(setting).withMessage(message);
    }

    static Stream<Arguments> nonsense() {
        Duration less = Duration.ofSeconds(-1);
        return Stream.of(
                refused(() -> Timeouts.DEFAULT.withConnect(Duration.ZERO), "connect: PT0S (expected: > 0)"),
                refused(() -> Timeouts.DEFAULT.withFirstByte(less), "first_byte: PT-1S (expected: > 0)"),
                refused(() -> Timeouts.DEFAULT.withBetweenEvents(less), "between_events: PT-1S (expected: > 0)"),
                refused(() -> Timeouts.DEFAULT.withTotal(Duration.ZERO), "total: PT0S (expected: > 0)"),
                refused(() -> Limits.DEFAULT.withMaxAnswer(0), "max_answer: 0 (expected: > 0)"),
                refused(() -> Limits.DEFAULT.withMaxEvent(-5), "max_event: -5 (expected: > 0)"),
                refused(() -> Limits.DEFAULT.withHeadDelay(less), "head_delay: PT-1S (expected: >= 0)"));
    }

    @Test
    void oneChangeLeavesTheRest() {
        Duration time = Duration.ofMillis(3);

        assertThat(Timeouts.DEFAULT
                        .withConnect(time)
                        .withFirstByte(time)
                        .withBetweenEvents(time)
                        .withTotal(time))
                .isEqualTo(new Timeouts(time, time, time, time));
        assertThat(Limits.DEFAULT.withMaxAnswer(1).withMaxEvent(2).withHeadDelay(Duration.ZERO))
                .isEqualTo(new Limits(1, 2, Duration.ZERO));
    }

    @Test
    void aSecretHeaderIsInTheFingerprintByItsHashAndOnlyIfItChangesAnswers() {
        String one = fingerprint("canary-1", "X-Org");

        assertThat(one).contains("x-org").doesNotContain("canary").isEqualTo(fingerprint("canary-1", "x-org"));
        assertThat(fingerprint("canary-2", "X-Org")).isNotEqualTo(one);
        assertThat(fingerprint("canary-1")).isNotEqualTo(one).isEqualTo(fingerprint("canary-2"));
        assertThat(fingerprint("canary-1")).contains("x-org").doesNotContain("canary");
    }

    @Test
    void aPlainHeaderIsInTheFingerprint() {
        String one = ProviderSettings.named("p").header("X", "1").build().headersFingerprint();

        assertThat(ProviderSettings.named("p").header("X", "2").build().headersFingerprint())
                .isNotEqualTo(one);
        assertThat(ProviderSettings.named("p")
                        .header("X", "1")
                        .answerHeaders(List.of("X"))
                        .build()
                        .headersFingerprint())
                .isEqualTo(one);
    }

    @Test
    void aKeyIsABearersInAuthorizationAndBareElsewhere() {
        Secret key = Secret.of("k");

        assertThat(ProviderSettings.authValue("Authorization", key)).isEqualTo("Bearer k");
        assertThat(ProviderSettings.authValue("authorization", key)).isEqualTo("Bearer k");
        assertThat(ProviderSettings.authValue("api-key", key)).isEqualTo("k");
    }

    private static String fingerprint(String value, String... answerHeaders) {
        return ProviderSettings.named("p")
                .secretHeader("X-Org", value)
                .answerHeaders(List.of(answerHeaders))
                .build()
                .headersFingerprint();
    }

    private static Arguments refused(ThrowingCallable setting, String message) {
        return Arguments.of(setting, message);
    }
}

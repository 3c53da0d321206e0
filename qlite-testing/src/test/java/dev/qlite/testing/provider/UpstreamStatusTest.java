package dev.qlite.testing.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.qlite.Qlite;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Secret;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.testing.Answer;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sees of an upstream's own errors: by the status, or inside of an answer. */
final class UpstreamStatusTest extends GatewayFixture {
    private static final String ODD =
            "\n{ \"error\" : {\"message\":\"no \\u00e4\", \"x_new\": 1.50}, \"trace\":[] }\r\n";

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 408, 409, 413, 422, 429, 500, 502, 503, 599})
    void anErrorKeepsItsStatusAndItsBodyByteForByte(int status) {
        for (Mode mode : Mode.values()) {
            CallFailedException failure = refused(mode, Answer.json(status, ODD));
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.error().json()).hasToString(ODD);
        }
    }

    @ParameterizedTest
    @CsvSource({"401, 502", "403, 502", "402, 429", "529, 503"})
    void someStatusesMeanSomethingElseToAClient(int status, int seen) {
        for (Mode mode : Mode.values()) {
            assertThat(refused(mode, Answer.json(status, ODD)).status()).isEqualTo(seen);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void ofARefusedCredentialNothingIsShown(int status) {
        String body = "{\"error\":{\"message\":\"Incorrect API key provided: " + KEY + ", sk-secr****6789\","
                + "\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"}}";
        for (Answer answer : new Answer[] {Answer.json(status, body), Answer.json(200, body), Answer.sse(body)}) {
            CallFailedException failure = refused(Mode.STREAMED, answer);
            assertThat(failure.status()).isEqualTo(502);
            assertThat(failure.code()).isEqualTo("upstream_credential");
            for (Throwable each = failure; each != null; each = each.getCause()) {
                assertThat(each.toString()).doesNotContain("Incorrect", "sk-", "6789");
            }
            assertThat(failure.error().toString()).doesNotContain("Incorrect", "sk-", "6789");
            assertThat(failure.receipt().toString()).doesNotContain("Incorrect", "sk-", "6789");
        }
    }

    /** What is said of the caller's own key is for the caller. */
    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void ofTheCallersOwnCredentialAllIsShown(int status) {
        String inside = Said.error("authentication_error", Integer.toString(status));
        Answer[] answers = {Answer.json(status, ODD), Answer.json(200, inside), Answer.sse(inside)};
        for (Answer answer : answers) {
            upstream.enqueue(answer);
            CallFailedException failure = refused(
                    keyless().settings(ProviderSettings.Builder::callersKey).open(),
                    Mode.STREAMED
                            .call()
                            .credential(Secret.of("sk-of-the-caller"))
                            .build());
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.error().json()).hasToString(answer == answers[0] ? ODD : inside);
        }
    }

    @Test
    void anAccountOutOfCreditIsAQuotaAndWaitsForNothing() {
        CallFailedException failure = refused(
                Mode.PLAIN,
                Answer.status(402).header("Retry-After", "1").body(Said.error("billing", "\"add money at …\"")));
        assertThat(failure.status()).isEqualTo(429);
        assertThat(failure.code()).isEqualTo("insufficient_quota");
        assertThat(failure.error().type()).isEqualTo("insufficient_quota");
        assertThat(failure.retryAfter()).isNull();
    }

    @Test
    void anOverloadKeepsItsBodyAndItsWish() {
        CallFailedException failure = refused(
                Mode.PLAIN, Answer.status(529).header("retry-after", "7").body(ODD));
        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.error().json()).hasToString(ODD);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Retry-After: 20                            | PT20S
            retry-after: 1.5                           | PT1.5S
            Retry-After: 0                             | PT0S
            Retry-After: Thu, 01 Jan 2015 00:00:00 GMT | PT0S
            retry-after-ms: 250                        | PT0.25S
            Retry-After: soon                          |
            Retry-After: -1                            |
            Retry-After:                               |
            X-Other: 1                                 |
            """)
    void theWishToWaitIsRead(String header, Duration expected) {
        String[] parts = header.split(":", 2);
        CallFailedException failure = refused(
                Mode.PLAIN,
                Answer.status(429).header(parts[0], parts[1].strip()).body(ODD));
        assertThat(failure.retryAfter()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 304, 307, 308, 399, 600, 999})
    void aStatusThatIsNeitherSuccessNorErrorIsA502(int status) {
        CallFailedException failure = refused(
                Mode.PLAIN,
                Answer.status(status)
                        .header("Location", "http://127.0.0.1:1/elsewhere")
                        .length(0));
        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure).hasMessageContaining("status " + status);
    }

    @ParameterizedTest
    @EnumSource
    void aPageIsTold(Mode mode) {
        Answer page =
                Answer.status(500).header("Content-Type", "text/html").body("<html>secret-page " + KEY + "</html>");
        CallFailedException failure = refused(mode, page);
        assertThat(failure.status()).isEqualTo(500);
        assertThat(failure).hasMessage("provider up: status 500 with text/html in place of an error document");
        assertThat(failure.error().toString()).doesNotContain("secret-page", KEY);
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                arguments("none", Answer.status(429).length(0)),
                arguments("cut", Answer.status(429).length(100).send("{\"error").cut()),
                arguments(
                        "cut chunks",
                        Answer.status(429).chunked().chunk("{\"error").cut()),
                arguments("not JSON", Answer.json(429, "slow down")),
                arguments("not an object", Answer.json(429, "[{\"error\":{}}]")),
                arguments("without an error", Answer.json(429, "{\"detail\":\"slow down\"}")),
                arguments(
                        "gigantic",
                        Answer.status(429)
                                .endHead()
                                .repeat(2_000, new byte[1_000])
                                .stall()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void aStatusCountsWhateverItsBody(String name, Answer answer) {
        CallFailedException failure = refused(Mode.PLAIN, answer);
        assertThat(failure.status()).isEqualTo(429);
        assertThat(failure).hasMessageStartingWith("provider up: status 429");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"detail\":\"slow down\"}", "{\"message\":\"slow down\"}", "slow down\n"})
    void theWordsOfAnErrorInAnotherShapeAreTold(String body) {
        for (Mode mode : Mode.values()) {
            CallFailedException failure = refused(mode, Answer.json(429, body));
            assertThat(failure.status()).isEqualTo(429);
            assertThat(failure).hasMessage("provider up: status 429: slow down");
            assertThat(failure.error().message()).isEqualTo("provider up: status 429: slow down");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            server_error          | null                  | 502
            unheard_of            | 429                   | 429
            unheard_of            | "503"                 | 503
            unheard_of            | 529                   | 503
            unheard_of            | 402                   | 429
            unheard_of            | 401                   | 502
            unheard_of            | 200                   | 502
            unheard_of            | 1234                  | 502
            invalid_request_error | "context_length"      | 400
            not_found_error       | null                  | 404
            rate_limit_error      | null                  | 429
            tokens                | "rate_limit_exceeded" | 429
            insufficient_quota    | "insufficient_quota"  | 429
            overloaded_error      | null                  | 503
            authentication_error  | null                  | 502
            """)
    void whatAnErrorInsideAnAnswerSaysIsItsStatus(String type, String code, int status) {
        String error = Said.error(type, code);
        for (Mode mode : Mode.values()) {
            assertThat(refused(mode, Answer.json(200, error)).status()).isEqualTo(status);
            assertThat(refused(mode, Answer.sse(Said.ROLE, error, Said.DONE)).status())
                    .isEqualTo(status);
        }
        assertThat(late(error).failure().status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]"})
    void anErrorWithoutChoicesIsNoAnswer(String choices) {
        String document = "{\"choices\":" + choices + ",\"error\":{\"code\":429}}";
        for (Mode mode : Mode.values()) {
            assertThat(refused(mode, Answer.json(200, document)).status()).isEqualTo(429);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"server_error", "rate_limit_error"})
    void anErrorInsideAnAnswerKeepsItsBody(String type) {
        String error = Said.error(type, "null");
        assertThat(refused(Mode.PLAIN, Answer.json(200, error)).error().json()).hasToString(error);
        assertThat(refused(Mode.STREAMED, Answer.sse(error)).error().json()).hasToString(error);
        assertThat(late(error).failure().error().json()).hasToString(error);
    }

    @Test
    void anErrorThatIsAWordIsAnError() {
        assertThat(refused(Mode.PLAIN, Answer.json(200, "{\"error\":\"model is loading\"}")))
                .hasMessage("model is loading");
        assertThat(late("{\"error\":\"model is loading\"}").failure()).hasMessage("model is loading");
    }

    @Test
    void anAnswerWithAnErrorBesideItsChoicesIsNotStored() {
        Qlite qlite = gateway();
        upstream.enqueue(Answer.json(200, Said.document("x").replace("\"x_new\"", "\"error\":{\"code\":500},\"x\"")));
        text(qlite, Mode.PLAIN);
        receipt();
        assertAsksAgain(qlite, Mode.PLAIN);
    }

    /** An error after content, followed by what would be a good end. */
    private Pulled late(String error) {
        Qlite qlite = gateway();
        upstream.enqueue(Answer.sse(Said.ROLE, Said.HEL, error, Said.FINISH, Said.DONE));
        Pulled pulled = broken(qlite, qlite.handle(Mode.STREAMED.call().build()));
        assertThat(pulled.data()).containsExactly(Said.ROLE, Said.HEL);
        return pulled;
    }
}

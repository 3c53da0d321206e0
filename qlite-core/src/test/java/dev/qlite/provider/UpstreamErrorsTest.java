package dev.qlite.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.chat.ApiError;
import dev.qlite.chat.QliteException;
import dev.qlite.json.Json;
import dev.qlite.pipeline.FakeProvider;
import dev.qlite.transport.Headers;
import dev.qlite.transport.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamErrorsTest {
    private static final String BODY =
            "{ \"error\": {\"message\":\"no\",\"type\":\"t\",\"param\":\"p\",\"code\":\"c\",\"extra\":1.50} }";

    private final FakeProvider up = new FakeProvider("up");

    @ParameterizedTest
    @CsvSource({
        "400, 400",
        "404, 404",
        "408, 408",
        "409, 409",
        "413, 413",
        "418, 418",
        "422, 422",
        "429, 429",
        "500, 500",
        "502, 502",
        "503, 503",
        "504, 504",
        "529, 503",
        "599, 599"
    })
    void anErrorKeepsItsBody(int upstream, int status) {
        QliteException e = answer(upstream, BODY);

        assertThat(e.status()).isEqualTo(status);
        assertThat(e.error().json()).hasToString(BODY);
        assertThat(e.code()).isEqualTo("c");
        assertThat(e.param()).isEqualTo("p");
        assertThat(e.provider()).isEqualTo("up");
        assertThat(e).hasMessage("no");
        assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRefusedCredentialIsA502ThatShowsNothingOfIt(int upstream) {
        QliteException e = answer(upstream, BODY.replace("\"no\"", "\"Incorrect API key provided: sk-ab**yz\""));

        assertThat(e.status()).isEqualTo(502);
        assertThat(e.code()).isEqualTo("upstream_credential");
        assertThat(e.error().json().toString()).doesNotContain("sk-");
        assertThat(e).hasMessage("provider up: qlite's credential was refused (status " + upstream + ")");
        assertThat(e.getCause()).isNull();
        assertThat(e.retryAfter()).isNull();
    }

    @Test
    void anEmptyAccountIsAQuotaError() {
        QliteException e = answer(402, BODY);

        assertThat(e.status()).isEqualTo(429);
        assertThat(e.code()).isEqualTo("insufficient_quota");
        assertThat(e.error().type()).isEqualTo("insufficient_quota");
        assertThat(e).hasMessage("provider up: qlite's account is out of credit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>sk-secret</html>", " <?xml version='1.0'?>", "", " \n", "[]", "\"\"", "{}", "42"})
    void whatSaysNothingIsToldInOwnWords(String body) {
        QliteException e = answer(503, body);

        assertThat(e.status()).isEqualTo(503);
        assertThat(e.error().type()).isEqualTo("server_error");
        assertThat(e).hasMessage("provider up: status 503 with text/x in place of an error document");
        assertThat(answer(400, body).error().type()).isEqualTo("invalid_request_error");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"message":"slow down"}                           | slow down
            {"detail":"Not Found"}                            | Not Found
            {"detail":[{"loc":["body","x"],"msg":"missing"}]} | [{"loc":["body","x"],"msg":"missing"}]
            {"title":"Bad Request","status":400}              | Bad Request
            {"error":true,"msg":"no"}                         | no
            {"error":null,"reason":"x"}                       | {"error":null,"reason":"x"}
            {"reason":{"a":1}}                                | {"reason":{"a":1}}
            [{"a":1},{"b":2}]                                 | [{"a":1},{"b":2}]
            "slow down"                                       | slow down
            slow down                                         | slow down
            {"message":"two\\n lines\\u0000"}                  | two lines
            {"message":                                       | {"message":
            """)
    void theWordsOfAnotherShapeAreInTheEnvelope(String body, String words) {
        QliteException e = answer(429, body);

        assertThat(e).hasMessage("provider up: status 429: " + words);
        assertThat(e.error().json().get("error").size()).isEqualTo(4);
        assertThat(e.error().type()).isEqualTo("invalid_request_error");
        assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aFlatErrorKeepsItsParts() {
        QliteException e = answer(
                400,
                "{\"object\":\"error\",\"message\":\"too long\",\"type\":\"BadRequestError\",\"param\":\"p\",\"code\":400}");

        assertThat(e).hasMessage("provider up: status 400: too long");
        assertThat(e.error().type()).isEqualTo("BadRequestError");
        assertThat(e.param()).isEqualTo("p");
        assertThat(e.code()).isEqualTo("400");
    }

    @Test
    void anEnvelopeInAListIsOne() {
        assertThat(answer(429, "[" + BODY + "]").error().json()).hasToString(BODY);
    }

    @Test
    void aLongTextIsCut() {
        assertThat(answer(500, "x".repeat(5_000)).getMessage()).endsWith("x…").hasSizeLessThan(1_100);
    }

    @Test
    void aPageInHtmlIsNotShownWhateverItLooksLike() {
        ResponseHead head = new ResponseHead(500, Headers.of("Content-Type", "text/HTML; charset=utf-8"));
        assertThat(UpstreamErrors.ofAnswer(up, NoDialect.INSTANCE, head, "sk-secret".getBytes(UTF_8), Instant.EPOCH))
                .hasMessageEndingWith("in place of an error document");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 429, 500})
    void aRefusedCredentialIsOneWhateverItsStatus(int upstream) {
        QliteException e =
                answer(upstream, BODY.replace("\"c\"", "\"invalid_api_key\"").replace("no", "sk-ab**yz"));

        assertThat(e.status()).isEqualTo(502);
        assertThat(e.error().json().toString()).doesNotContain("sk-");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void whatIsSaidOfTheCallersOwnCredentialIsTheCallers(int upstream) {
        up.takingCredentials();

        assertThat(answer(upstream, BODY).status()).isEqualTo(upstream);
        assertThat(answer(upstream, BODY).error().json()).hasToString(BODY);
        assertThat(answer(upstream, "{\"message\":\"no\"}")).hasMessage("provider up: status " + upstream + ": no");
        assertThat(document("{\"error\":{\"message\":\"no\",\"code\":" + upstream + "}}"))
                .hasMessage("no")
                .extracting(QliteException::status)
                .isEqualTo(upstream);
    }

    @Test
    void theCallersAccountMayBeEmptyToo() {
        up.takingCredentials();

        assertThat(answer(402, BODY).status()).isEqualTo(429);
        assertThat(answer(402, BODY)).hasMessage("provider up: the caller's account is out of credit");
    }

    @Test
    void aProxysLoginIsNotTheClients() {
        assertThat(answer(407, BODY).status()).isEqualTo(502);
        assertThat(answer(407, BODY)).hasMessage("provider up: a proxy on the way to it asks for a login");
    }

    @Test
    void anErrorThatIsTextIsKept() {
        QliteException e = answer(500, "{\"error\":\"model not loaded\"}");

        assertThat(e).hasMessage("model not loaded");
        assertThat(e.error().json()).hasToString("{\"error\":\"model not loaded\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 302, 304, 399, 600, 999})
    void aStatusThatIsNeitherAnswerNorErrorIsA502(int upstream) {
        QliteException e = answer(upstream, BODY);

        assertThat(e.status()).isEqualTo(502);
        assertThat(e).hasMessage("provider up: answered with status " + upstream);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "code":429                                                      | 429
            "code":"503"                                                    | 503
            "code":529                                                      | 503
            "code":200                                                      | 502
            "code":"12345"                                                  | 502
            "type":"invalid_request_error"                                  | 400
            "type":"invalid_request_error","code":"context_length_exceeded" | 400
            "type":"not_found_error"                                        | 404
            "type":"rate_limit_error"                                       | 429
            "type":"requests"                                               | 429
            "type":"tokens"                                                 | 429
            "type":"insufficient_quota"                                     | 429
            "type":"overloaded_error"                                       | 503
            "type":"service_unavailable_error"                              | 503
            "type":"server_error"                                           | 502
            "code":"rate_limit_exceeded"                                    | 429
            "code":"insufficient_quota"                                     | 429
            "message":"something"                                           | 502
            """)
    void anErrorInPlaceOfAnAnswerSaysItsStatusItself(String members, int status) {
        QliteException e = document("{\"error\":{" + members + "}}");

        assertThat(e.status()).isEqualTo(status);
        assertThat(e.error().json()).hasToString("{\"error\":{" + members + "}}");
        assertThat(e.provider()).isEqualTo("up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"code\":401",
                "\"code\":\"403\"",
                "\"type\":\"authentication_error\"",
                "\"type\":\"permission_error\"",
                "\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"",
                "\"type\":\"server_error\",\"code\":\"invalid_api_key\"",
                "\"code\":\"invalid_api_key\""
            })
    void aRefusedCredentialInPlaceOfAnAnswerShowsNothingEither(String members) {
        QliteException e = document("{\"error\":{\"message\":\"sk-ab**yz\"," + members + "}}");

        assertThat(e.status()).isEqualTo(502);
        assertThat(e.code()).isEqualTo("upstream_credential");
        assertThat(e.error().json().toString()).doesNotContain("sk-");
    }

    @Test
    void anErrorOfCode402IsAQuotaErrorToo() {
        assertThat(document("{\"error\":{\"code\":402}}").code()).isEqualTo("insufficient_quota");
    }

    @Test
    void aMediaTypeIsShownAsFarAsItMakesSense() {
        assertThat(UpstreamErrors.contentType(Headers.empty())).isEqualTo("no content type");
        assertThat(UpstreamErrors.contentType(Headers.of("Content-Type", "x".repeat(500))))
                .hasSize(81);
    }

    private QliteException answer(int status, String body) {
        Headers headers = Headers.of("content-type", "text/x", "retry-after", "7");
        return UpstreamErrors.ofAnswer(
                up, NoDialect.INSTANCE, new ResponseHead(status, headers), body.getBytes(UTF_8), Instant.EPOCH);
    }

    private QliteException document(String body) {
        return UpstreamErrors.ofDocument(up, Objects.requireNonNull(ApiError.in(Json.parse(body))));
    }
}

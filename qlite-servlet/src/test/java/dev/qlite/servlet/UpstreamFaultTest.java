package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.pipeline.Outcome;
import dev.qlite.pipeline.Receipt;
import dev.qlite.provider.Limits;
import dev.qlite.provider.Timeouts;
import dev.qlite.testing.Answer;
import dev.qlite.testing.DeadPort;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sees of an upstream that fails: plain and streamed the same, as long as nothing has been sent. */
@InEachMode
class UpstreamFaultTest {
    private static final Duration LITTLE = Duration.ofMillis(200);
    private static final int MAX_EVENT = 10_000;
    private static final String RATE_LIMITED =
            "{ \"error\" : {\"message\":\"slow down\",\"type\":\"requests\",\"param\":null,\"code\":\"rate_limit_exceeded\",\"extra\":1}}";
    private static final String LEAKING = "{\"error\":{\"message\":\"Incorrect API key provided: " + Door.UPSTREAM_KEY
            + "\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"}}";

    private final Mode mode;
    private Door door;

    UpstreamFaultTest(Mode mode) {
        this.mode = mode;
        door = Door.with(mode)
                .limits(Limits.DEFAULT
                        .withHeadDelay(Door.SOON)
                        .withMaxEvent(MAX_EVENT)
                        .withMaxAnswer(MAX_EVENT))
                .open();
    }

    @AfterEach
    void close() {
        door.close();
    }

    record Fault(
            String name,
            Answer answer,
            int status,
            @Nullable String code) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Whatever its status: some servers repeat what they were sent. */
    @ParameterizedTest
    @ValueSource(ints = {400, 404, 422, 429, 500, 503})
    void anErrorThatRepeatsTheKeyIsToldWithoutItsWords(int status) {
        door.upstream.enqueue(Answer.json(status, LEAKING.replace("invalid_api_key", "other")));

        HttpResponse<String> answer = door.chat(Chats.plain("hi"));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("status " + status).doesNotContain("canary");
    }

    static List<Fault> faults() {
        Answer html = Answer.status(200).header("Content-Type", "text/html").body("<html>Welcome to Wi-Fi</html>");
        Answer json = Answer.status(200).header("Content-Type", "application/json");
        return List.of(
                new Fault("no HTTP", Answer.raw().send("garbage\r\n\r\n").cut(), 502, "upstream_unavailable"),
                new Fault("closed without a word", Answer.raw().cut(), 502, "upstream_unavailable"),
                new Fault("reset", Answer.raw().reset(), 502, "upstream_unavailable"),
                new Fault("cut in the head", Answer.status(200).cut(), 502, "upstream_unavailable"),
                new Fault("cut in the body", json.length(100).send("{").cut(), 502, "upstream_unavailable"),
                new Fault("a page", html, 502, "upstream_unavailable"),
                new Fault("an empty body", json.body(""), 502, "upstream_unavailable"),
                new Fault("no answer in the JSON", json.body("{\"id\":1}"), 502, "upstream_unavailable"),
                new Fault(
                        "a redirect",
                        Answer.status(302)
                                .header("Location", "http://127.0.0.1:1/")
                                .body(""),
                        502,
                        "upstream_unavailable"),
                new Fault("an error in a 200", json.body(RATE_LIMITED), 429, "rate_limit_exceeded"),
                new Fault(
                        "a page as a 500",
                        Answer.status(500).header("Content-Type", "text/html").body("<html>"),
                        500,
                        null),
                new Fault(
                        "a page as a 404",
                        Answer.status(404).header("Content-Type", "text/html").body("<html>"),
                        404,
                        null),
                new Fault("too large", json.body(" ".repeat(2 * MAX_EVENT)), 502, "answer_too_large"),
                new Fault("401", Answer.json(401, LEAKING), 502, "upstream_credential"),
                new Fault("403", Answer.json(403, LEAKING), 502, "upstream_credential"),
                new Fault("402", Answer.json(402, LEAKING), 429, "insufficient_quota"),
                new Fault("401 in a 200", json.body(LEAKING), 502, "upstream_credential"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsAnErrorPlainAndStreamed(Fault fault) {
        for (String request : List.of(Chats.plain("hi"), Chats.streamed("hi"))) {
            door.upstream.enqueue(fault.answer);

            HttpResponse<String> answer = door.chat(request);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(fault.status);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(answer.headers().firstValue("X-Provider")).contains("up");
            assertThat(answer.headers().firstValue("X-Cache")).contains("MISS");
            assertThat(code(answer.body())).isEqualTo(fault.code);
            assertThat(answer.body())
                    .doesNotContain("canary")
                    .doesNotContain("Exception")
                    .doesNotContain("<html>");
            Receipt receipt = door.takeReceipt();
            assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        }
        assertStillServing();
    }

    @Test
    void aGiganticEventIsA502() {
        String gigantic = Chats.ONE.replace("one ", "x".repeat(2 * MAX_EVENT));
        door.upstream.enqueue(Answer.sse()
                .event(gigantic)
                .event(Chats.FINISH)
                .event(Chats.DONE)
                .stall());

        Errors.assertError(door.chat(Chats.streamed("hi")), 502);
        door.upstream.takeRequest(Door.SOON).awaitClientClosed(Door.SOON);
        assertStillServing();
    }

    @Test
    void anUpstreamsOwnErrorKeepsItsBodyAndItsWish() {
        for (String request : List.of(Chats.plain("hi"), Chats.streamed("hi"))) {
            door.upstream.enqueue(Answer.status(429)
                    .header("Content-Type", "application/json")
                    .header("Retry-After", "7")
                    .body(RATE_LIMITED));

            HttpResponse<String> answer = door.chat(request);

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.body()).isEqualTo(RATE_LIMITED);
            assertThat(answer.headers().allValues("Retry-After")).containsExactly("7");
            assertThat(answer.headers().allValues("Retry-After-Ms")).containsExactly("7000");
        }
    }

    @Test
    void aWishInMillisecondsIsRoundedUpToSeconds() {
        door.upstream.enqueue(Answer.status(503)
                .header("Content-Type", "application/json")
                .header("Retry-After-Ms", "1200")
                .body(RATE_LIMITED));

        HttpResponse<String> answer = door.chat(Chats.plain("hi"));

        assertThat(answer.headers().allValues("Retry-After")).containsExactly("2");
        assertThat(answer.headers().allValues("Retry-After-Ms")).containsExactly("1200");
    }

    @Test
    void overloadedIsA503WithTheUpstreamsBody() {
        String overloaded = RATE_LIMITED.replace("requests", "overloaded_error");
        door.upstream.enqueue(Answer.json(529, overloaded));

        HttpResponse<String> answer = door.chat(Chats.plain("hi"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo(overloaded);
    }

    @Test
    void aRefusedConnectionIsA502() {
        try (DeadPort refusing = DeadPort.refusing()) {
            reopen(Door.with(mode).baseUrl(refusing.uri("/v1")));

            for (String request : List.of(Chats.plain("hi"), Chats.streamed("hi"))) {
                Json error = Errors.assertError(door.chat(request), 502);
                assertThat(Errors.text(error, "code")).isEqualTo("upstream_unavailable");
                assertThat(Errors.text(error, "message")).contains("provider up");
            }
        }
    }

    @Test
    void aConnectionThatComesTooLateIsA502() {
        try (DeadPort full = DeadPort.full()) {
            reopen(Door.with(mode).baseUrl(full.uri("/v1")).timeouts(Timeouts.DEFAULT.withConnect(LITTLE)));

            Errors.assertError(door.chat(Chats.plain("hi")), 502);
        }
    }

    @Test
    void anAnswerThatComesTooLateIsA504() {
        reopen(Door.with(mode).timeouts(Timeouts.DEFAULT.withTotal(LITTLE)));

        for (Answer silence : List.of(
                Answer.raw().stall(), Answer.status(200).length(9).send("{").stall())) {
            door.upstream.enqueue(silence);
            Json error = Errors.assertError(door.chat(Chats.plain("hi")), 504);
            assertThat(Errors.text(error, "code")).isEqualTo("upstream_timeout");
            assertThat(Errors.text(error, "message")).contains("total: 200 ms");
            door.upstream.takeRequest(Door.SOON).awaitClientClosed(Door.SOON);
        }
    }

    @Test
    void aStreamThatDoesNotBeginIsA504() {
        reopen(Door.with(mode).timeouts(Timeouts.DEFAULT.withFirstByte(LITTLE)));

        for (Answer silence : List.of(
                Answer.raw().stall(),
                Answer.sse().stall(),
                Answer.sse().chunk(": ping\n\n").stall())) {
            door.upstream.enqueue(silence);
            Json error = Errors.assertError(door.chat(Chats.streamed("hi")), 504);
            assertThat(Errors.text(error, "message")).contains("first_byte: 200 ms");
            door.upstream.takeRequest(Door.SOON).awaitClientClosed(Door.SOON);
        }
    }

    @Test
    void allConnectionsTakenIsA503WithRetryAfter() {
        reopen(Door.with(mode).maxConnections(1).timeouts(Timeouts.DEFAULT.withConnect(Duration.ofSeconds(1))));
        door.upstream.enqueue(Answer.sse().event(Chats.ONE).stall());

        try (RawClient first = door.ask(Chats.streamed("first"))) {
            assertThat(first.head().status()).isEqualTo(200);

            HttpResponse<String> second = door.chat(Chats.plain("second"));

            Errors.assertError(second, 503);
            assertThat(second.headers().allValues("Retry-After")).containsExactly("1");
            assertThat(door.upstream.calls()).isEqualTo(1);
        }
    }

    private void reopen(Door.Settings settings) {
        door.close();
        door = settings.open();
    }

    private void assertStillServing() {
        door.upstream.enqueue(Chats.document());
        HttpResponse<String> answer = door.chat(Chats.plain("hi"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Cache")).contains("MISS");
    }

    private static @Nullable String code(String body) {
        Json code = Json.parse(body).require("error").require("code");
        return code.isNull() ? null : code.asString();
    }
}

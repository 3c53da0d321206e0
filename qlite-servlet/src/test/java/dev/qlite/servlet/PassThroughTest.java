package dev.qlite.servlet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Outcome;
import dev.qlite.pipeline.Receipt;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import dev.qlite.testing.RecordedRequest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What qlite does not read passes as it is, both ways, to the provider of its model. */
@InEachMode
class PassThroughTest {
    private static final String REQUEST = "{ \"model\" : \"gpt-4o\", \"input\": [1.0, 1e999], \"x\": null }";
    private static final String ANSWER = "{\"id\":\"resp_1\",  \"output\":[] }\n";
    private static final String FORM =
            "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n--b--\r\n";

    private final Mode mode;
    private Door door;

    PassThroughTest(Mode mode) {
        this.mode = mode;
        this.door = Door.open(mode);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"responses", "completions", "moderations", "images/generations", "audio/speech"})
    void everyByteOfARequestAndItsAnswer(String path) {
        door.upstream.enqueue(Answer.json(200, ANSWER));

        HttpResponse<String> answer = post(path, REQUEST);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(ANSWER);
        RecordedRequest request = door.upstream.takeRequest(Door.SOON);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/v1/" + path);
        assertThat(request.text()).isEqualTo(REQUEST);
    }

    @Test
    void onlyTheHeadersThatAreMeantForTheProviderGoOn() {
        door.upstream.enqueue(Answer.json(200, ANSWER));

        post(
                "responses",
                REQUEST,
                "Accept",
                "text/event-stream",
                "OpenAI-Beta",
                "responses=v1",
                "Idempotency-Key",
                "i-1",
                "Authorization",
                "Bearer sk-callers-own",
                "Cookie",
                "a=b",
                "X-Team",
                "search",
                "OpenAI-Organization",
                "org-1");

        RecordedRequest request = door.upstream.takeRequest(Door.SOON);
        assertThat(request.headers().all("Content-Type")).containsExactly("application/json");
        assertThat(request.headers().all("Accept")).containsExactly("text/event-stream");
        assertThat(request.header("OpenAI-Beta")).isEqualTo("responses=v1");
        assertThat(request.header("Idempotency-Key")).isEqualTo("i-1");
        assertThat(request.headers().all("Authorization")).containsExactly("Bearer " + Door.UPSTREAM_KEY);
        assertThat(request.headers().names()).doesNotContain("cookie", "x-team", "openai-organization");
    }

    @Test
    void theAnswersTypeLengthAndLimitsComeBackAndNothingElse() {
        door.upstream.enqueue(Answer.status(201)
                .header("Content-Type", "audio/mpeg")
                .header("X-Request-Id", "up-1")
                .header("X-RateLimit-Remaining-Requests", "9")
                .header("Set-Cookie", "a=b")
                .header("Server", "upstream")
                .body("mp3"));

        HttpResponse<String> answer = post("audio/speech", REQUEST);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("audio/mpeg");
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(3);
        assertThat(answer.headers().firstValue("X-Upstream-Request-Id")).contains("up-1");
        assertThat(answer.headers().firstValue("X-RateLimit-Remaining-Requests"))
                .contains("9");
        assertThat(answer.headers().firstValue("X-Cache")).contains("BYPASS");
        assertThat(answer.headers().firstValue("X-Provider")).contains("up");
        assertThat(answer.headers().map()).doesNotContainKey("set-cookie").doesNotContainValue(List.of("upstream"));
        Receipt receipt = door.takeReceipt();
        assertThat(receipt.cache()).isEqualTo(CacheStatus.BYPASS);
        assertThat(receipt.outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void anAliasIsPutRightAndNothingElse() {
        door.upstream.always(Answer.json(200, ANSWER));

        post("responses", REQUEST.replace("gpt-4o", "fast"));
        post("responses", REQUEST.replace("gpt-4o", "up/gpt-4o"));

        assertThat(door.upstream.takeRequest(Door.SOON).text()).isEqualTo(REQUEST);
        assertThat(door.upstream.takeRequest(Door.SOON).text()).isEqualTo(REQUEST);
    }

    @Test
    void theSameAgainIsAskedAgain() {
        door.upstream.always(Answer.json(200, ANSWER));

        post("responses", REQUEST);
        post("responses", REQUEST);

        assertThat(door.upstream.calls()).isEqualTo(2);
    }

    @Test
    void eachPartOfAStreamAsItCame() {
        Gate gate = Gate.named("the first part is here");
        door.upstream.enqueue(Answer.sse()
                .chunk("event: response.created\ndata: {}\n\n")
                .awaits(gate)
                .chunk(": comment\r\nevent: x\r\ndata: 1\r\n\r\n")
                .lastChunk());

        try (RawClient client = door.connect().post("/v1/responses", REQUEST)) {
            RawClient.Head head = client.head();
            assertThat(head.header("content-type")).isEqualTo("text/event-stream");
            assertThat(client.chunk()).isEqualTo("event: response.created\ndata: {}\n\n");
            gate.open();
            assertThat(client.chunks()).isEqualTo(": comment\r\nevent: x\r\ndata: 1\r\n\r\n");
        }
    }

    @Test
    void anAnswerThatBreaksOffHasNoGoodEnd() {
        Gate gate = Gate.named("the first part is here");
        door.upstream.enqueue(Answer.sse()
                .chunk("data: 1\n\n")
                .awaits(gate)
                .chunk("data: 2\n\n")
                .cut());

        try (RawClient client = door.connect().post("/v1/responses", REQUEST)) {
            client.head();
            assertThat(client.chunk()).isEqualTo("data: 1\n\n");
            gate.open();
            assertThat(client.breaksOff()).isTrue();
        }
        assertThat(door.takeReceipt().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void anUpstreamsErrorIsItsOwn() {
        String error =
                "{\"error\": {\"message\":\"no\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}";
        door.upstream.enqueue(Answer.json(422, error));

        HttpResponse<String> answer = post("responses", REQUEST);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).isEqualTo(error);
    }

    /** OpenAI's clients look at them before they try again. */
    @Test
    void soAreItsLimitsAndItsWordOnTriesForAnyCall() {
        door.upstream.always(Answer.status(429)
                .header("Content-Type", "application/json")
                .header("X-RateLimit-Remaining-Tokens", "0")
                .header("X-Should-Retry", "false")
                .header("X-Request-Id", "up-1")
                .header("X-Secret", "s")
                .body("{\"error\":{\"message\":\"no\",\"type\":\"tokens\",\"param\":null,\"code\":null}}"));

        for (HttpResponse<String> answer : List.of(post("responses", REQUEST), door.chat(Chats.plain("hi")))) {
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("X-RateLimit-Remaining-Tokens"))
                    .hasValue("0");
            assertThat(answer.headers().firstValue("X-Should-Retry")).hasValue("false");
            assertThat(answer.headers().firstValue("X-Upstream-Request-Id")).hasValue("up-1");
            assertThat(answer.headers().firstValue("X-Secret")).isEmpty();
        }
    }

    @Test
    void whereAnotherTryIsInVainTheClientIsTold() {
        door.upstream.always(Answer.json(401, "{}"));

        assertThat(door.chat(Chats.plain("hi")).headers().firstValue("X-Should-Retry"))
                .hasValue("false");
        assertThat(door.chat(Chats.plain("hi"), "Cache-Control", "only-if-cached")
                        .headers()
                        .firstValue("X-Should-Retry"))
                .hasValue("false");
    }

    @Test
    void aClientThatLeavesEndsTheUpstreamsWork() {
        door.upstream.enqueue(Answer.sse()
                .repeat(10_000, "8\r\ndata: 1\n\r\n".getBytes(US_ASCII))
                .stall());

        RawClient client = door.connect().post("/v1/responses", REQUEST);
        client.head();
        client.close();

        door.upstream.awaitClientClosed(Door.SOON);
    }

    @Test
    void aModelOfAProviderThatHasNoSuchThing() {
        HttpResponse<String> answer = post("responses", REQUEST.replace("gpt-4o", "mock-gpt"));

        assertThat(Errors.text(Errors.assertError(answer, 404), "message"))
                .isEqualTo(
                        "mock-gpt, of provider mock, cannot be asked for responses (expected: /v1/chat/completions)");
    }

    @Test
    void whatNamesNoModelIsRefused() {
        assertThat(Errors.text(Errors.assertError(post("responses", "{\"input\":1}"), 400), "message"))
                .isEqualTo(
                        "model: missing (expected: a model's name, or server.default_provider in the configuration)");
        assertThat(Errors.text(Errors.assertError(upload(), 415), "message"))
                .isEqualTo("Content-Type: a model is looked for in JSON only (expected: application/json, or"
                        + " server.default_provider in the configuration)");
        assertThat(door.upstream.calls()).isZero();
    }

    @Test
    void orGoesToTheDefaultProvider() {
        reopen(Door.with(mode).defaultProvider("up"));
        door.upstream.always(Answer.json(200, ANSWER));

        assertThat(post("moderations", "{\"input\":1}").body()).isEqualTo(ANSWER);
        assertThat(upload().body()).isEqualTo(ANSWER);

        assertThat(door.upstream.takeRequest(Door.SOON).text()).isEqualTo("{\"input\":1}");
        RecordedRequest upload = door.upstream.takeRequest(Door.SOON);
        assertThat(upload.text()).isEqualTo(FORM);
        assertThat(upload.header("Content-Type")).isEqualTo("multipart/form-data; boundary=b");
    }

    @Test
    void aPagesFormNeedsAKeyWithIt() {
        reopen(Door.with(mode).defaultProvider("up"));
        door.upstream.always(Answer.json(200, ANSWER));

        Errors.assertError(upload("Origin", "https://evil.example"), 415);
        assertThat(door.upstream.calls()).isZero();
        assertThat(upload("Origin", "https://app.example", "Authorization", "Bearer x")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void theOwnersFilesOnlyIfTheOwnerSaysSo() {
        Errors.assertError(door.get("/v1/files"), 404);
        Errors.assertError(door.get("/v1/responses"), 405);
        Errors.assertError(post("files", REQUEST), 404);

        reopen(Door.with(mode).passThrough("files", "files/*").defaultProvider("up"));
        door.upstream.always(Answer.json(200, ANSWER));

        assertThat(door.get("/v1/files?purpose=a%20b&limit=2").body()).isEqualTo(ANSWER);
        assertThat(door.text(door.request("/v1/files/file-1", "DELETE", BodyPublishers.noBody())
                                .build())
                        .body())
                .isEqualTo(ANSWER);
        RecordedRequest get = door.upstream.takeRequest(Door.SOON);
        assertThat(get.method() + " " + get.path()).isEqualTo("GET /v1/files?purpose=a%20b&limit=2");
        RecordedRequest delete = door.upstream.takeRequest(Door.SOON);
        assertThat(delete.method() + " " + delete.path()).isEqualTo("DELETE /v1/files/file-1");
        assertThat(delete.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/images/../files",
                "/v1/images/%2e%2e/files",
                "/v1/images//generations",
                "/v1/images/generations;x=1",
                "/v1/images/a%2Fb",
                "/v1//responses",
                "//v1/responses"
            })
    void noPathLeadsRoundTheList(String path) {
        try (RawClient client = door.connect().post(path, REQUEST)) {
            assertThat(client.head().status()).isBetween(400, 404);
        }
        assertThat(door.upstream.calls()).isZero();
    }

    @Test
    void embeddingsPassAsTheyAre() {
        String request = "{\"model\":\"fast\", \"input\":[\"a\"], \"stream\": false}";
        String answer =
                "{\"object\":\"list\",\"data\":[{\"embedding\":[0.10, -1e-3]}], \"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}";
        door.upstream.always(Answer.json(200, answer));

        HttpResponse<String> reply = post("embeddings", request);

        assertThat(reply.body()).isEqualTo(answer);
        assertThat(reply.headers().firstValue("X-Cache")).contains("BYPASS");
        RecordedRequest upstream = door.upstream.takeRequest(Door.SOON);
        assertThat(upstream.path()).isEqualTo("/v1/embeddings");
        assertThat(upstream.text()).isEqualTo(request.replace("fast", "gpt-4o"));
        assertThat(door.takeReceipt().usage()).hasToString("{\"prompt_tokens\":3,\"total_tokens\":3}");
        Errors.assertError(post("embeddings", "[]"), 400);
        Errors.assertError(post("embeddings", "{}"), 400);
        Errors.assertError(post("embeddings", "{\"model\":1}"), 400);
        assertThat(Errors.text(Errors.assertError(post("embeddings", "{\"model\":\"mock-gpt\"}"), 404), "message"))
                .isEqualTo("mock-gpt, of provider mock, cannot be asked for embeddings (expected: an embedding model)");
    }

    @Test
    void aCallThatComesRoundIsA508() {
        door.upstream.always(Answer.json(200, ANSWER));
        post("responses", REQUEST, "CDN-Loop", "other; a=b");
        String marks = String.valueOf(door.upstream.takeRequest(Door.SOON).header("CDN-Loop"));
        assertThat(marks).matches("other; a=b, qlite-[0-9a-f]{16}");

        HttpResponse<String> chat = door.chat(Chats.plain("hi"), "CDN-Loop", marks);
        HttpResponse<String> unread = post("responses", REQUEST, "CDN-Loop", "x", "CDN-Loop", marks);

        assertThat(Errors.text(Errors.assertError(chat, 508), "code")).isEqualTo("loop_detected");
        Errors.assertError(unread, 508);
        assertThat(door.upstream.calls()).isEqualTo(1);
    }

    @Test
    void webSocketsAreRefusedInWords() {
        String handshake = String.join(
                "\r\n",
                "GET /v1/realtime?model=gpt-4o HTTP/1.1",
                "Host: door",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAA",
                "",
                "");
        try (RawClient client = door.connect().send(handshake)) {
            RawClient.Head head = client.head();
            assertThat(head.status()).isEqualTo(400);
            assertThat(client.body(head)).contains("no WebSockets here");
        }
    }

    private HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request = door.request("/v1/" + path, "POST", BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        return door.text((headers.length == 0 ? request : request.headers(headers)).build());
    }

    private HttpResponse<String> upload(String... headers) {
        HttpRequest.Builder request = door.request("/v1/audio/transcriptions", "POST", BodyPublishers.ofString(FORM))
                .header("Content-Type", "multipart/form-data; boundary=b");
        return door.text((headers.length == 0 ? request : request.headers(headers)).build());
    }

    private void reopen(Door.Settings settings) {
        door.close();
        door = settings.open();
    }
}

package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a refusal says besides that it is one, and what is no reason for one. */
@InEachMode
class BadRequestTest {
    private final Door door;

    BadRequestTest(Mode mode) {
        door = Door.open(mode);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void anUnknownModelIsA404WithTheNearestNames() {
        Json error = Errors.assertError(door.chat(Chats.plain("pgt-4o", "hi")), 404);

        assertThat(Errors.text(error, "code")).isEqualTo("model_not_found");
        assertThat(Errors.text(error, "param")).isEqualTo("model");
        assertThat(Errors.text(error, "message")).contains("'pgt-4o'").contains("nearest: gpt-4o");
        assertStillServing();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/chat/completions, POST",
        "PUT, /v1/chat/completions, POST",
        "DELETE, /v1/chat/completions, POST",
        "OPTIONS, /v1/chat/completions, POST",
        "POST, /v1/models, 'GET, HEAD'",
        "DELETE, /v1/models/gpt-4o, 'GET, HEAD'",
        "POST, /health, 'GET, HEAD'",
        "BREW, /health/live, 'GET, HEAD'"
    })
    void aWrongMethodIsA405ThatNamesTheRightOne(String method, String path, String allowed) {
        HttpResponse<String> answer = door.text(
                door.request(path, method, BodyPublishers.ofString("{}")).build());

        Json error = Errors.assertError(answer, 405);
        assertThat(answer.headers().allValues("Allow")).containsExactly(allowed);
        assertThat(Errors.text(error, "code")).isEqualTo("method_not_allowed");
        assertThat(Errors.text(error, "message")).contains(allowed);
        assertStillServing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/chat/completions/", "/v1/chat", "/V1/models"})
    void anUnknownPathIsA404(String path) {
        Json error = Errors.assertError(door.get(path), 404);

        assertThat(Errors.text(error, "message")).contains("/v1/chat/completions");
        assertStillServing();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/jsonlines",
                "application/json-seq",
                "nonsense"
            })
    void anotherContentTypeIsA415(String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(door.uri("/v1/chat/completions"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(Chats.plain("mock-gpt", "hi")));

        Json error = Errors.assertError(door.text(request.build()), 415);
        assertThat(Errors.text(error, "code")).isEqualTo("unsupported_media_type");
        assertStillServing();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "Application/JSON ; charset=utf-8", "application/json;charset=\"UTF-8\""})
    void jsonInAnySpellingIsTaken(String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(door.uri("/v1/chat/completions"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(Chats.plain("mock-gpt", "hi")));

        assertThat(door.text(request.build()).statusCode()).isEqualTo(200);
    }

    @Test
    void noContentTypeIsTakenForJson() {
        HttpRequest.Builder request = HttpRequest.newBuilder(door.uri("/v1/chat/completions"))
                .POST(BodyPublishers.ofString(Chats.plain("mock-gpt", "hi")));

        assertThat(door.text(request.build()).statusCode()).isEqualTo(200);
    }

    /** A page's body of no type comes without a preflight. */
    @Test
    void aWebPageMustSayItsContentType() {
        HttpRequest.Builder request = HttpRequest.newBuilder(door.uri("/v1/chat/completions"))
                .header("Origin", "https://evil.example")
                .POST(BodyPublishers.ofString(Chats.plain("mock-gpt", "hi")));

        Json error = Errors.assertError(door.text(request.build()), 415);
        assertThat(Errors.text(error, "code")).isEqualTo("unsupported_media_type");
        assertThat(door.text(request.header("Content-Type", "application/json").build())
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "deflate, gzip"})
    void aCompressedBodyIsA415(String encoding) {
        Json error = Errors.assertError(door.chat("whatever", "Content-Encoding", encoding), 415);

        assertThat(Errors.text(error, "code")).isEqualTo("unsupported_encoding");
        assertStillServing();
    }

    private void assertStillServing() {
        assertThat(door.chat(Chats.plain("mock-gpt", "still there?")).statusCode())
                .isEqualTo(200);
        assertThat(door.upstream.calls()).isZero();
    }
}

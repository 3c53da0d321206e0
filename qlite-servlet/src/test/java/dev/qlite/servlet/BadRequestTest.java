package dev.qlite.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request is said in OpenAI's words, asks nothing of the upstream, and harms nobody else. */
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

    record Bad(
            String name,
            String body,
            @Nullable String param,
            @Nullable String code) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Bad> bodies() {
        String ok = Chats.plain("mock-gpt", "hi");
        return List.of(
                json("empty", ""),
                json("blank", " \n\t"),
                json("malformed", "{\"model\": }"),
                json("truncated", ok.substring(0, ok.length() - 5)),
                json("two documents", ok + ok),
                json("trailing comma", "{\"model\":\"mock-gpt\",}"),
                json("single quotes", ok.replace('"', '\'')),
                json("a byte-order mark", "\uFEFF" + ok),
                json("a NUL", "\0"),
                json("nested 10,000 deep", "[".repeat(10_000) + "]".repeat(10_000)),
                json(
                        "nested 10,000 deep in a field",
                        ok.replaceFirst("\\{", "{\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + ",")),
                json("a key twice", ok.replaceFirst("\\{", "{\"model\":\"mock-gpt\",")),
                json("a key twice, once escaped", ok.replaceFirst("\\{", "{\"mod\\\\u0065l\":\"mock-gpt\",")),
                new Bad("an array", "[" + ok + "]", null, null),
                new Bad("a string", "\"hi\"", null, null),
                new Bad("null", "null", null, null),
                field("model", "missing_required_parameter", "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"),
                field("messages", "missing_required_parameter", "{\"model\":\"mock-gpt\"}"),
                field("model", "invalid_value", ok.replace("\"mock-gpt\"", "7")),
                field("model", "invalid_value", ok.replace("\"mock-gpt\"", "null")),
                field("model", "invalid_value", ok.replace("\"mock-gpt\"", "\"\"")),
                field("messages", "invalid_value", "{\"model\":\"mock-gpt\",\"messages\":\"hi\"}"),
                field("messages", "invalid_value", "{\"model\":\"mock-gpt\",\"messages\":[]}"),
                field("messages", "invalid_value", "{\"model\":\"mock-gpt\",\"messages\":{}}"),
                field("messages[1]", "invalid_value", ok.replace("}]", "},7]")),
                field("stream", "invalid_value", ok.replaceFirst("\\{", "{\"stream\":\"true\",")),
                field("stream", "invalid_value", ok.replaceFirst("\\{", "{\"stream\":1,")),
                field("stream_options", "invalid_value", ok.replaceFirst("\\{", "{\"stream_options\":[],")));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBadBodyIsA400(Bad bad) {
        Json error = Errors.assertError(door.chat(bad.body), 400);

        assertThat(Errors.text(error, "type")).isEqualTo("invalid_request_error");
        assertThat(Errors.text(error, "param")).isEqualTo(bad.param);
        assertThat(Errors.text(error, "code")).isEqualTo(bad.code);
        assertStillServing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00C3", "\u00C0\u00AF", "\u00ED\u00A0\u0080", "\u00FF", "\u00F5\u0080\u0080\u0080"})
    void invalidUtf8IsA400(String bytes) {
        byte[] body = Chats.plain("mock-gpt", bytes).getBytes(ISO_8859_1);

        Errors.assertError(
                door.text(door.request("/v1/chat/completions", "POST", BodyPublishers.ofByteArray(body))
                        .build()),
                400);
        assertStillServing();
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

    private static Bad json(String name, String body) {
        return new Bad(name, body, null, "invalid_json");
    }

    private static Bad field(String param, String code, String body) {
        return new Bad(param + " " + code, body, param, code);
    }
}

package dev.qlite.servlet;

import static dev.qlite.servlet.BadInput.OTHER_KEY;
import static dev.qlite.servlet.BadInput.PROMPT;
import static dev.qlite.servlet.BadInput.QLITE_KEY;
import static dev.qlite.servlet.ContainerKind.JETTY;
import static dev.qlite.servlet.ContainerKind.TOMCAT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.qlite.pipeline.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** What no client should send, and somebody will: the one list of it. */
final class BadInputs {
    private static final int MAX_BODY = 30_000;
    private static final String OK = Chats.plain("mock-gpt", PROMPT);
    private static final String DEEP = "[".repeat(10_000) + "]".repeat(10_000);

    private BadInputs() {}

    /** A door that each of them is meant for. */
    static Door.Settings door(ContainerKind container) {
        ApiKeys keys = ApiKeys.builder().key("team", Secret.of(QLITE_KEY)).build();
        return Door.with(Mode.async(container)).maxBody(MAX_BODY).callers(CallerResolver.keys(keys));
    }

    static List<BadInput> all() {
        List<BadInput> all = new ArrayList<>();
        all.addAll(noJson());
        all.addAll(wrongFields());
        all.addAll(bodies());
        all.addAll(paths());
        all.addAll(keys());
        all.addAll(heads());
        return all;
    }

    private static List<BadInput> noJson() {
        Stream<BadInput> texts = Stream.of(
                BadInput.body("empty", ""),
                BadInput.body("blank", " \n\t"),
                BadInput.body("no JSON at all", PROMPT),
                BadInput.body("no value", "{\"x\":\"" + PROMPT + "\",\"model\": }"),
                BadInput.body("truncated", OK.substring(0, OK.length() - 5)),
                BadInput.body("truncated in a string", OK.substring(0, OK.indexOf(PROMPT) + 9)),
                BadInput.body("two documents", OK + OK),
                BadInput.body("words after the document", OK + PROMPT),
                BadInput.body("a trailing comma", "{\"model\":\"mock-gpt\",\"x\":\"" + PROMPT + "\",}"),
                BadInput.body("single quotes", OK.replace('"', '\'')),
                BadInput.body("a key without quotes", OK.replace("\"role\"", "role")),
                BadInput.body("a string without quotes", OK.replace("\"" + PROMPT + "\"", PROMPT)),
                BadInput.body("no such escape", OK.replace(PROMPT, PROMPT + "\\x")),
                BadInput.body("half a surrogate pair, cut", OK.replace(PROMPT, PROMPT + "\\ud83")),
                BadInput.body("a byte-order mark", "\uFEFF" + OK),
                BadInput.body("a NUL", "\0" + PROMPT),
                BadInput.body("a NUL in a string", OK.replace(PROMPT, PROMPT + "\0")),
                BadInput.body("nested 10,000 deep", DEEP),
                BadInput.body("nested 10,000 deep in a field", OK.replaceFirst("\\{", "{\"x\":" + DEEP + ",")),
                BadInput.body("a key twice", OK.replaceFirst("\\{", "{\"model\":\"mock-gpt\",")),
                BadInput.body("a key twice, once escaped", OK.replaceFirst("\\{", "{\"mod\\\\u0065l\":\"mock-gpt\",")),
                BadInput.body("an unknown key twice", "{\"x\":\"" + PROMPT + "\",\"x\":\"" + PROMPT + "\"}"),
                utf8("\u00C3"),
                utf8("\u00C0\u00AF"),
                utf8("\u00ED\u00A0\u0080"),
                utf8("\u00FF"),
                utf8("\u00F5\u0080\u0080\u0080"));
        return texts.map(input -> input.is(400, null, "invalid_json")).toList();
    }

    private static List<BadInput> wrongFields() {
        return List.of(
                BadInput.body("an array", "[" + OK + "]"),
                BadInput.body("a string", "\"" + PROMPT + "\""),
                BadInput.body("null", "null"),
                missing("model", OK.replace("\"model\"", "\"models\"")),
                missing("messages", OK.replace("\"messages\"", "\"message\"")),
                wrong("model", OK.replace("\"mock-gpt\"", "7")),
                wrong("model", OK.replace("\"mock-gpt\"", "null")),
                wrong("model", OK.replace("\"mock-gpt\"", "\"\"")),
                wrong("model", OK.replace("\"mock-gpt\"", "{\"" + PROMPT + "\":1}")),
                wrong("messages", "{\"model\":\"mock-gpt\",\"messages\":\"" + PROMPT + "\"}"),
                wrong("messages", "{\"model\":\"mock-gpt\",\"messages\":[],\"x\":\"" + PROMPT + "\"}"),
                wrong("messages", "{\"model\":\"mock-gpt\",\"messages\":{\"" + PROMPT + "\":1}}"),
                wrong("messages[1]", OK.replace("}]", "},\"" + PROMPT + "\"]")),
                wrong("stream", OK.replaceFirst("\\{", "{\"stream\":\"" + PROMPT + "\",")),
                wrong("stream", OK.replaceFirst("\\{", "{\"stream\":1,")),
                wrong("stream_options", OK.replaceFirst("\\{", "{\"stream_options\":[],")),
                BadInput.body("an unknown model", OK.replace("mock-gpt", "nobodys-model"))
                        .is(404, "model", "model_not_found"));
    }

    private static List<BadInput> bodies() {
        return List.of(
                BadInput.body("too large", PROMPT.repeat(10_000)).is(413, null, "body_too_large"),
                BadInput.body(
                                "a bomb in gzip",
                                gzip((PROMPT + " ".repeat(100_000)).repeat(50)),
                                "Content-Encoding: gzip")
                        .is(413, null, "body_too_large"),
                BadInput.body("no gzip", OK, "Content-Encoding: gzip").is(400, null, "invalid_body"),
                BadInput.body("an unknown encoding", OK, "Content-Encoding: " + PROMPT)
                        .is(415, null, "unsupported_encoding"));
    }

    /** None of them is a side door to the chat. */
    private static List<BadInput> paths() {
        return List.of(
                BadInput.path("//v1/chat/completions").is(404, null, null).but(JETTY, 400),
                BadInput.path("/v1//chat/completions").is(404, null, null).but(JETTY, 400),
                BadInput.path("/v1/./chat/completions").is(404, null, null),
                BadInput.path("/v1/%2e/chat/completions").is(404, null, null).but(JETTY, 400),
                BadInput.path("/v1/../v1/chat/completions").is(404, null, null),
                BadInput.path("/v1/images/../chat/completions").is(404, null, null),
                BadInput.path("/v1/models/..%2fchat/completions").is(405, null, "method_not_allowed"),
                BadInput.path("/../v1/chat/completions").is(404, null, null).butInAll(400),
                BadInput.path("/v1/chat/completions;x=1").is(404, null, null),
                BadInput.path("/v1;x/chat/completions").is(404, null, null),
                BadInput.path("/v1%2Fchat/completions").is(404, null, null),
                BadInput.path("/v1/chat%2fcompletions").is(404, null, null),
                BadInput.path("/v1/chat%5Ccompletions").is(404, null, null).butInAll(400),
                BadInput.path("/v1/chat/completions%00").is(404, null, null).butInAll(400),
                BadInput.path("/v1/chat/completions%20").is(404, null, null),
                BadInput.path("/v1/chat/completions/").is(404, null, null),
                BadInput.path("/v1/chat/%63ompletions").is(404, null, null),
                BadInput.path("/V1/chat/completions").is(404, null, null),
                BadInput.path("/v1/chat/completions%zz").is(404, null, null).butInAll(400));
    }

    /** A key where none is looked for, or one that is none. */
    private static List<BadInput> keys() {
        String post = "POST /v1/chat/completions HTTP/1.1";
        Stream<BadInput> inputs = Stream.of(
                BadInput.head("a key in the query", "POST /v1/chat/completions?api_key=" + QLITE_KEY + " HTTP/1.1"),
                BadInput.head("a key in api-key", post, "api-key: " + QLITE_KEY),
                BadInput.head("a key in x-api-key", post, "x-api-key: " + QLITE_KEY),
                BadInput.head("a key by Basic", post, "Authorization: Basic " + QLITE_KEY),
                BadInput.head("a key without a scheme", post, "Authorization: " + QLITE_KEY),
                BadInput.head("somebody else's key", post, "Authorization: Bearer " + OTHER_KEY),
                BadInput.head("somebody else's key as qlite's", post, "X-Qlite-Key: " + OTHER_KEY),
                BadInput.head("two keys", post, "X-Qlite-Key: " + QLITE_KEY, "X-Qlite-Key: " + OTHER_KEY));
        return Stream.concat(
                        inputs.map(input -> input.is(401, null, "invalid_api_key")),
                        Stream.of(BadInput.head(
                                        "a key in another query", "POST /v1/models?key=" + QLITE_KEY + " HTTP/1.1")
                                .is(405, null, "method_not_allowed")))
                .toList();
    }

    /** What the container itself answers. */
    private static List<BadInput> heads() {
        String post = "POST /v1/chat/completions HTTP/1.1";
        String key = "Authorization: Bearer " + QLITE_KEY;
        String[] flood = Stream.concat(
                        Stream.of(key), Stream.iterate("X-A: b", line -> line).limit(5_000))
                .toArray(String[]::new);
        return List.of(
                BadInput.head("a huge header", post, key, "X-Large: " + "x".repeat(40_000))
                        .but(JETTY, 431)
                        .but(TOMCAT, 400),
                BadInput.head("a flood of headers", post, flood).but(JETTY, 431).but(TOMCAT, 400),
                BadInput.head("a huge path", "POST /" + "x".repeat(40_000) + " HTTP/1.1", key)
                        .but(JETTY, 414)
                        .but(TOMCAT, 400),
                BadInput.head("a header without a colon", post, key, "nonsense").butInAll(400),
                BadInput.head("a length that is none", post, key, "Content-Length: +1")
                        .butInAll(400),
                BadInput.head("two lengths", post, key, "Content-Length: 7").butInAll(400),
                BadInput.head("another host", post, key, "Host: other").butInAll(400),
                BadInput.head("no such version", "POST /v1/chat/completions HTTP/9.9", key)
                        .butInAll(505));
    }

    private static BadInput utf8(String bytes) {
        byte[] body = OK.replace(PROMPT, PROMPT + bytes).getBytes(ISO_8859_1);
        return BadInput.body("no UTF-8: " + bytes, body);
    }

    private static BadInput missing(String param, String body) {
        return BadInput.body("no " + param, body).is(400, param, "missing_required_parameter");
    }

    private static BadInput wrong(String param, String body) {
        return BadInput.body("a wrong " + param, body).is(400, param, "invalid_value");
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

package dev.qlite.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that is refused, byte for byte, and how it is. Each holds {@link #PROMPT}, and the credentials of whoever may
 * call.
 *
 * @param wire its bytes, each a character
 * @param code of the door's answer, and so its param
 * @param others the containers that refuse it themselves, in words of their own, with which status
 */
record BadInput(
        String name,
        String wire,
        int status,
        @Nullable String param,
        @Nullable String code,
        Map<ContainerKind, Integer> others) {
    static final String PROMPT = "canary-prompt-90aa";
    static final String QLITE_KEY = "qk-canary-callers-71bc";
    static final String OTHER_KEY = "sk-canary-theirs-5e02";

    private static final String POST = "POST /v1/chat/completions HTTP/1.1";
    private static final List<String> JSON = List.of("Content-Type: application/json");
    private static final List<String> KEYS = List.of("X-Qlite-Key: " + QLITE_KEY, "Authorization: Bearer " + OTHER_KEY);

    /** A chat request with that body. */
    static BadInput body(String name, byte[] body, String... headers) {
        return request(name, POST, joined(List.of(JSON, KEYS, List.of(headers))), body);
    }

    static BadInput body(String name, String body, String... headers) {
        return body(name, body.getBytes(UTF_8), headers);
    }

    /** A good chat request, but for its path. */
    static BadInput path(String path) {
        return request(path, POST.replace("/v1/chat/completions", path), joined(List.of(JSON, KEYS)), good());
    }

    /** A good chat request, but for these headers, which are its only ones besides what every request has. */
    static BadInput head(String name, String requestLine, String... headers) {
        return request(name, requestLine, joined(List.of(JSON, List.of(headers))), good());
    }

    byte[] bytes() {
        return wire.getBytes(ISO_8859_1);
    }

    /** How the door answers. */
    BadInput is(int status, @Nullable String param, @Nullable String code) {
        return new BadInput(name, wire, status, param, code, others);
    }

    /** How that container answers before the door is asked. */
    BadInput but(ContainerKind container, int status) {
        Map<ContainerKind, Integer> more = new EnumMap<>(ContainerKind.class);
        more.putAll(others);
        more.put(container, status);
        return new BadInput(name, wire, this.status, param, code, Map.copyOf(more));
    }

    /** How every container answers before the door is asked. */
    BadInput butInAll(int status) {
        return but(ContainerKind.JETTY, status).but(ContainerKind.TOMCAT, status);
    }

    private static byte[] good() {
        return Chats.plain("mock-gpt", PROMPT).getBytes(UTF_8);
    }

    private static BadInput request(String name, String requestLine, List<String> headers, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> framing = List.of("Host: door", "Connection: close", "Content-Length: " + body.length);
        String head = String.join("\r\n", joined(List.of(List.of(requestLine), framing, headers)));
        bytes.writeBytes((head + "\r\n\r\n").getBytes(UTF_8));
        bytes.writeBytes(body);
        return new BadInput(name, bytes.toString(ISO_8859_1), 400, null, null, Map.of());
    }

    private static List<String> joined(List<List<String>> lists) {
        return lists.stream().flatMap(List::stream).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}

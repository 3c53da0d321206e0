package dev.qlite.testing.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.chat.ChatRequest;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;

/** How a client asks. */
enum Mode {
    PLAIN("{\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
    STREAMED("{\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":true}");

    private final String body;

    Mode(String body) {
        this.body = body;
    }

    /** The same question in either mode. */
    Call.Builder call() {
        return callOf(body);
    }

    static Call.Builder callOf(String body) {
        return Call.chat(ChatRequest.of(Json.parse(body.getBytes(UTF_8))));
    }
}

package dev.qlite.servlet.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qlite.testing.Answer;
import java.util.Arrays;
import java.util.List;

/**
 * A recorded answer.
 *
 * @param kind the folder of its kind
 * @param meta what is known of it beside its body
 */
record Exchange(String kind, String name, JsonNode meta, boolean streamed, String text) {
    int status() {
        return meta.path("status").intValue();
    }

    /** Where it was asked for, at its provider. */
    String path() {
        return meta.path("path").asText();
    }

    private String contentType() {
        return meta.path("headers").path("content-type").asText(streamed ? "text/event-stream" : "application/json");
    }

    /** The answer as the provider gave it. */
    Answer answer() {
        Answer head = Answer.status(status()).header("Content-Type", contentType());
        return streamed ? head.chunked().chunk(text).lastChunk() : head.body(text);
    }

    /** The answer in two pieces, the first of that many bytes. */
    Answer answerCutAt(int length) {
        byte[] body = body();
        return Answer.status(status())
                .header("Content-Type", contentType())
                .chunked()
                .chunk(Arrays.copyOf(body, length))
                .chunk(Arrays.copyOfRange(body, length, body.length))
                .lastChunk();
    }

    /** The document of a plain answer. */
    JsonNode document() {
        return Documents.parse(text);
    }

    /** The events of a streamed answer, without {@code [DONE]}. */
    List<JsonNode> events() {
        return EventStream.data(text).stream()
                .filter(data -> !data.equals(EventStream.DONE))
                .map(Documents::parse)
                .toList();
    }

    byte[] body() {
        return text.getBytes(UTF_8);
    }

    @Override
    public String toString() {
        return kind + "/" + name;
    }
}

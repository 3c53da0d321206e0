package dev.qlite.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link FakeUpstream} does with one request: steps in order, each of which sends bytes, waits or ends the
 * connection. Nothing is added or corrected, so an answer may break any rule of HTTP. After the last step the
 * connection waits for its next request.
 *
 * <pre>{@code
 * Answer.json(200, "{}");
 * Answer.status(200).chunked().chunk("data: 1\n\n").awaits(gate).chunk("data: 2\n\n").lastChunk();
 * Answer.status(200).length(10).send("12345").cut();
 * }</pre>
 *
 * <p>Immutable: each method returns a longer answer. Text is sent as UTF-8.
 */
public final class Answer {
    private static final Answer NOTHING = new Answer(List.of());

    private final List<Step> steps;

    private Answer(List<Step> steps) {
        this.steps = steps;
    }

    /** One thing that an answer does on its connection. */
    @FunctionalInterface
    interface Step {
        void run(Wire wire) throws IOException, InterruptedException;
    }

    /** A whole JSON document. */
    public static Answer json(int status, String body) {
        return status(status).header("Content-Type", "application/json").body(body);
    }

    /** A whole chunked event stream: one event and one chunk for each {@code data}, a last chunk, no {@code [DONE]}. */
    public static Answer sse(String... data) {
        Answer answer = sse();
        for (String each : data) {
            answer = answer.event(each);
        }
        return answer.lastChunk();
    }

    /** The head of a chunked event stream; {@link #event} and {@link #lastChunk} are to follow. */
    public static Answer sse() {
        return status(200).header("Content-Type", "text/event-stream").chunked();
    }

    /** A status line; headers, and what ends the head, are to follow. */
    public static Answer status(int status) {
        return raw().send("HTTP/1.1 " + status + " " + (status < 400 ? "Fine" : "Wrong") + "\r\n");
    }

    /** An answer of no steps yet. */
    public static Answer raw() {
        return NOTHING;
    }

    public Answer header(String name, String value) {
        return send(name + ": " + value + "\r\n");
    }

    /** Ends the head with a {@code Content-Length}, and sends that body. */
    public Answer body(String body) {
        return body(body.getBytes(UTF_8));
    }

    /** Ends the head with a {@code Content-Length}, and sends that body. */
    public Answer body(byte[] body) {
        return length(body.length).send(body);
    }

    /** Ends the head with this {@code Content-Length}, be it true or not. */
    public Answer length(long length) {
        return header("Content-Length", Long.toString(length)).endHead();
    }

    /** Ends the head with {@code Transfer-Encoding: chunked}. */
    public Answer chunked() {
        return header("Transfer-Encoding", "chunked").endHead();
    }

    /** Ends the head and says nothing of the body. */
    public Answer endHead() {
        return send("\r\n");
    }

    public Answer chunk(String data) {
        return chunk(data.getBytes(UTF_8));
    }

    public Answer chunk(byte[] data) {
        return send(Integer.toHexString(data.length) + "\r\n").send(data).send("\r\n");
    }

    /** One event of one {@code data} line, as a chunk. */
    public Answer event(String data) {
        return chunk("data: " + data + "\n\n");
    }

    public Answer lastChunk() {
        return send("0\r\n\r\n");
    }

    public Answer send(String text) {
        return send(text.getBytes(UTF_8));
    }

    public Answer send(byte[] bytes) {
        byte[] own = bytes.clone();
        return then(wire -> wire.send(own));
    }

    /** Sends one byte at a time. */
    public Answer drip(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return then(wire -> {
            for (byte each : bytes) {
                wire.send(new byte[] {each});
            }
        });
    }

    /** Sends the same bytes that many times; holds them once. */
    public Answer repeat(int times, byte[] bytes) {
        byte[] own = bytes.clone();
        return then(wire -> {
            for (int i = 0; i < times; i++) {
                wire.send(own);
            }
        });
    }

    /** Waits until the test opens the gate, or the upstream is closed. */
    public Answer awaits(Gate gate) {
        return then(wire -> gate.pass());
    }

    /** Waits until the client closes its connection, or the upstream is closed. */
    public Answer stall() {
        return then(Wire::awaitClientClosed);
    }

    /** Closes the connection in good order; the last step. */
    public Answer cut() {
        return then(Wire::cut);
    }

    /** Resets the connection; the last step. */
    public Answer reset() {
        return then(Wire::reset);
    }

    void run(Wire wire) throws IOException, InterruptedException {
        for (Step step : steps) {
            step.run(wire);
        }
    }

    private Answer then(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new Answer(List.copyOf(longer));
    }
}

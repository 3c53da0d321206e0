package dev.qlite.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.provider.Timeouts;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that leave before the first word of an answer that others wait for too, or that stop reading it. */
@InEachMode
class LeavingSharersTest {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final String LONG = Chats.chunk("{\"content\":\"" + "x".repeat(10_000) + "\"}", null);
    private static final int MORE_THAN_SOCKETS_HOLD = 3_000;

    private final Mode mode;
    private final Gate gate = Gate.named("the client has left");
    private Door door;

    LeavingSharersTest(Mode mode) {
        this.mode = mode;
        door = Door.open(mode);
    }

    @AfterEach
    void close() {
        gate.open();
        door.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFounderThatLeavesBeforeTheFirstWordHarmsNobody(boolean streamed) {
        door.upstream.enqueue(streamed ? waiting() : waitingDocument());
        RawClient founder = door.ask(streamed ? Chats.streamed("hi") : Chats.plain("hi"));
        door.upstream.takeRequest(Door.SOON);
        CompletableFuture<HttpResponse<String>> follower = door.begin(Chats.streamed("hi"));
        door.aboard.await(1);

        founder.reset();
        gate.open();

        assertWhole(follower, streamed ? "one " : "Hall\u00f6chen world");
    }

    /** HTTP/2 tells at once that a client has left, where a container's thread does not wait for the answer. */
    @Test
    void aFounderThatIsSeenToLeaveBeforeTheFirstWordHarmsNobody() throws Exception {
        door.upstream.enqueue(waiting());
        HttpClient http2 =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        http2.send(door.request("/health", "GET", BodyPublishers.noBody()).build(), BodyHandlers.discarding());
        CompletableFuture<HttpResponse<String>> founder =
                http2.sendAsync(door.chatRequest(Chats.streamed("hi")), BodyHandlers.ofString());
        door.upstream.takeRequest(Door.SOON);
        CompletableFuture<HttpResponse<String>> follower = door.begin(Chats.streamed("hi"));
        door.aboard.await(1);

        founder.cancel(true);
        gate.open();

        assertWhole(follower, "one ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoDoesNotReadIsToldThatItIsCutAndNobodyElseIs(boolean theFounder) {
        door.close();
        door = Door.with(mode)
                .timeouts(Timeouts.DEFAULT.withBetweenEvents(PATIENCE))
                .maxEntry(64 << 10)
                .open();
        String event = Chats.framed(LONG);
        byte[] chunk = (Integer.toHexString(event.length()) + "\r\n" + event + "\r\n").getBytes(UTF_8);
        door.upstream.enqueue(Answer.raw()
                .awaits(gate)
                .send("HTTP/1.1 200 Fine\r\nContent-Type: text/event-stream\r\n")
                .chunked()
                .repeat(MORE_THAN_SOCKETS_HOLD, chunk)
                .event(Chats.FINISH)
                .event(Chats.DONE)
                .lastChunk());
        RawClient first = door.ask(Chats.streamed("hi"));
        door.upstream.takeRequest(Door.SOON);
        RawClient second = door.ask(Chats.streamed("hi"));
        door.aboard.await(1);
        try (RawClient stalled = theFounder ? first : second;
                RawClient reading = theFounder ? second : first) {
            gate.open();

            assertThat(reading.head().status()).isEqualTo(200);
            List<String> read = Chats.data(reading.chunks());
            assertThat(read).hasSize(MORE_THAN_SOCKETS_HOLD + 2).endsWith(Chats.FINISH, Chats.DONE);
            assertThat(read.subList(0, MORE_THAN_SOCKETS_HOLD)).allMatch(LONG::equals);

            assertThat(stalled.head().status()).isEqualTo(200);
            List<String> cut = Chats.data(stalled.chunks());
            assertThat(cut).hasSizeLessThan(MORE_THAN_SOCKETS_HOLD);
            assertThat(Errors.text(Errors.assertEnvelope(cut.get(cut.size() - 1)), "code"))
                    .isEqualTo("read_too_slowly");
        }
        assertThat(door.upstream.calls()).isEqualTo(1);
    }

    private void assertWhole(CompletableFuture<HttpResponse<String>> follower, String text) {
        HttpResponse<String> answer = follower.join();
        assertThat(answer.headers().firstValue("Cache-Status")).contains("qlite; fwd=miss; collapsed");
        assertThat(Chats.text(answer.body())).isEqualTo(text);
        assertThat(answer.body()).endsWith(Chats.framed(Chats.DONE));
        assertThat(door.upstream.calls()).isEqualTo(1);
    }

    private Answer waiting() {
        return Answer.sse()
                .awaits(gate)
                .event(Chats.ONE)
                .event(Chats.FINISH)
                .event(Chats.DONE)
                .lastChunk();
    }

    private Answer waitingDocument() {
        return Answer.raw()
                .awaits(gate)
                .send("HTTP/1.1 200 Fine\r\nContent-Type: application/json\r\n")
                .body(Chats.DOCUMENT);
    }
}

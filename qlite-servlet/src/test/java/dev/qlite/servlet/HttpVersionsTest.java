package dev.qlite.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import dev.qlite.testing.RecordedRequest;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The door is the same over HTTP/1.0 and over HTTP/2 in the clear. */
@InEachMode
class HttpVersionsTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(100);

    private final HttpClient http2 =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    private final Gate gate = Gate.named("the client has the first event");
    private final Door door;

    HttpVersionsTest(Mode mode) {
        door = Door.with(mode).heartbeat(HEARTBEAT).open();
    }

    @AfterEach
    void close() {
        gate.open();
        door.close();
    }

    @Test
    void http10HasAPlainAnswer() {
        door.upstream.enqueue(Chats.document());

        try (RawClient client = ask10(Chats.plain("hi"))) {
            RawClient.Head head = client.head();

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.headers()).doesNotContainKey("transfer-encoding");
            assertThat(client.toEnd()).isEqualTo(Chats.DOCUMENT);
        }
    }

    @Test
    void http10HasAStreamThatEndsWithItsConnection() {
        door.upstream.enqueue(waitingStream());

        try (RawClient client = ask10(Chats.streamed("hi"))) {
            RawClient.Head head = client.head();

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.headers()).doesNotContainKeys("transfer-encoding", "content-length");
            assertThat(client.line()).isEqualTo("data: " + Chats.ONE);
            gate.open();
            assertThat(Chats.data(client.toEnd())).containsExactly(Chats.FINISH, Chats.DONE);
        }
    }

    @Test
    void http2HasPlainAnswersAndErrors() throws Exception {
        door.upstream.enqueue(Chats.document());

        HttpResponse<String> good = text(Chats.plain("hi"));
        HttpResponse<String> bad = text("{");

        assertThat(good.body()).isEqualTo(Chats.DOCUMENT);
        assertThat(good.headers().firstValue("X-Cache")).contains("MISS");
        Errors.assertError(bad, 400);
    }

    @Test
    void http2HasTheFirstEventBeforeTheSecondIsSent() throws Exception {
        door.upstream.enqueue(waitingStream());

        HttpResponse<InputStream> stream = stream();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: " + Chats.ONE);
            gate.open();
            String rest = String.join("\n", lines.lines().toList());
            assertThat(Chats.data(rest)).containsExactly(Chats.FINISH, Chats.DONE);
        }
    }

    @Test
    void whoLeavesAStreamOfHttp2CancelsItAndKeepsTheConnection() throws Exception {
        for (int i = 0; i < 3; i++) {
            door.upstream.enqueue(Answer.sse().event(Chats.ONE).stall());
            HttpResponse<InputStream> stream = stream();
            RecordedRequest asked = door.upstream.takeRequest(Door.SOON);

            stream.body().close();

            asked.awaitClientClosed(Door.SOON);
        }
        assertThat(text(Chats.plain("mock-gpt", "still there?")).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> text(String body) throws Exception {
        begin();
        HttpResponse<String> answer = http2.send(door.chatRequest(body), BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return answer;
    }

    private HttpResponse<InputStream> stream() throws Exception {
        begin();
        HttpResponse<InputStream> answer =
                http2.send(door.chatRequest(Chats.streamed("hi")), BodyHandlers.ofInputStream());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    /** In the clear HTTP/2 begins with an upgrade, of a request without a body. */
    private void begin() throws Exception {
        http2.send(door.request("/health", "GET", BodyPublishers.noBody()).build(), BodyHandlers.discarding());
    }

    private RawClient ask10(String body) {
        return door.connect()
                .send("POST /v1/chat/completions HTTP/1.0\r\nHost: door\r\nContent-Length: "
                        + body.getBytes(UTF_8).length + "\r\n\r\n" + body);
    }

    private Answer waitingStream() {
        return Answer.sse()
                .event(Chats.ONE)
                .awaits(gate)
                .event(Chats.FINISH)
                .event(Chats.DONE)
                .lastChunk();
    }
}

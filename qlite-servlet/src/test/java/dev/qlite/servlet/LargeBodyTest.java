package dev.qlite.servlet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A body over the limit: refused as soon as that is known, and the refusal reaches a client that is still sending. */
@InEachMode
class LargeBodyTest {
    private static final int MAX = 10_000;
    private static final int HUGE = 8 << 20;

    private final Mode mode;
    private final Door door;

    LargeBodyTest(Mode mode) {
        this.mode = mode;
        door = Door.with(mode).maxBody(MAX).open();
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void aBodyOfTheLargestSizeIsTaken() {
        String body = Chats.plain("mock-gpt", "hi");

        assertThat(door.chat(body + " ".repeat(MAX - body.length())).statusCode())
                .isEqualTo(200);
        assertTooLarge(door.chat(body + " ".repeat(MAX + 1 - body.length())));
    }

    @Test
    void aDeclaredSizeIsRefusedBeforeTheBodyIsRead() {
        try (RawClient client = begin("Content-Length: 999999999999").send("{")) {
            RawClient.Head head = client.head();

            assertThat(head.status()).isEqualTo(413);
            assertThat(Errors.text(Errors.assertEnvelope(client.body(head)), "code"))
                    .isEqualTo("body_too_large");
        }
        assertStillServing();
    }

    @Test
    void aClientThatAsksFirstNeedNotSend() {
        try (RawClient client = begin("Expect: 100-continue", "Content-Length: 20000")) {
            assertThat(client.head().status()).isEqualTo(413);
        }
        assertStillServing();
    }

    @Test
    void aClientThatAsksFirstIsToldToSendWhatFits() {
        String body = Chats.plain("mock-gpt", "hi");
        try (RawClient client = begin("Expect: 100-continue", "Content-Length: " + body.length())) {
            assertThat(client.head().status()).isEqualTo(100);
            assertThat(client.send(body).head().status()).isEqualTo(200);
        }
    }

    @Test
    void theRefusalOfADeclaredSizeReachesAClientThatIsStillSending() {
        for (int i = 0; i < 5; i++) {
            assertTooLarge(door.chat(" ".repeat(HUGE)));
        }
        assertStillServing();
    }

    @Test
    void theRefusalOfAChunkedBodyReachesAClientThatIsStillSending() {
        byte[] chunk = " ".repeat(16_000).getBytes(US_ASCII);
        List<byte[]> chunks = Collections.nCopies(HUGE / chunk.length, chunk);
        HttpRequest.Builder request = door.request("/v1/chat/completions", "POST", BodyPublishers.ofByteArrays(chunks));

        for (int i = 0; i < 5; i++) {
            assertTooLarge(door.text(
                    request.copy().header("Content-Type", "application/json").build()));
        }
        assertStillServing();
    }

    @Test
    void otherRefusalsReachAClientThatIsStillSendingToo() {
        String body = " ".repeat(HUGE);

        Errors.assertError(
                door.text(door.request("/nowhere", "POST", BodyPublishers.ofString(body))
                        .build()),
                404);
        Errors.assertError(
                door.text(door.request("/health", "POST", BodyPublishers.ofString(body))
                        .build()),
                405);
        Errors.assertError(door.chat(body, "Content-Encoding", "br"), 415);
        assertStillServing();
    }

    @Test
    void aClientThatLeavesWithinItsBodyHarmsNobody() {
        begin("Content-Length: 100").send("{").reset();
        begin("Content-Length: 100").send("{").close();

        assertStillServing();
    }

    @Test
    void aBodyThatIsCutShortIsAnError() {
        try (RawClient client = begin("Content-Length: 100").send("{").endOutput()) {
            assertInvalidBody(client);
        }
        assertStillServing();
    }

    @Test
    void chunksThatAreNoneAreAnError() {
        try (RawClient client = begin("Transfer-Encoding: chunked").send("zz\r\n{}")) {
            assertInvalidBody(client);
        }
        assertStillServing();
    }

    /** Which of the two holds, others on the way may see otherwise (RFC 9112, 11.2). */
    @Test
    void twoFramingsAtOnceEndTheConnection() {
        String body = Chats.plain("mock-gpt", "hi");
        String chunked = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        String smuggled = "GET /health HTTP/1.1\r\nHost: door\r\n\r\n";
        try (RawClient client = begin("Content-Length: " + chunked.length(), "Transfer-Encoding: chunked")
                .send(chunked + smuggled)) {
            RawClient.Head head = client.head();

            // Tomcat goes by the chunks alone, which the standard allows too
            assertThat(head.status()).isEqualTo(mode.container() == ContainerKind.TOMCAT ? 200 : 400);
            assertThat(head.header("connection")).isEqualTo("close");
            assertThat(client.toEnd()).doesNotContain("HTTP/1.1");
        }
        assertStillServing();
    }

    private void assertInvalidBody(RawClient client) {
        RawClient.Head head = client.head();
        assertThat(head.status()).isEqualTo(400);
        if (mode.container()
                != ContainerKind.TOMCAT) { // which answers itself to what is no HTTP, whoever was reading it
            assertThat(Errors.text(Errors.assertEnvelope(client.body(head)), "code"))
                    .isEqualTo("invalid_body");
        }
    }

    private RawClient begin(String... headers) {
        return door.connect()
                .send("POST /v1/chat/completions HTTP/1.1\r\nHost: door\r\n" + String.join("\r\n", headers)
                        + "\r\n\r\n");
    }

    private static void assertTooLarge(HttpResponse<String> answer) {
        Json error = Errors.assertError(answer, 413);
        assertThat(Errors.text(error, "code")).isEqualTo("body_too_large");
        assertThat(Errors.text(error, "message")).contains("10000");
    }

    private void assertStillServing() {
        assertThat(door.chat(Chats.plain("mock-gpt", "still there?")).statusCode())
                .isEqualTo(200);
    }
}

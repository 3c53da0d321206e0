package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A body that is framed in two ways, or holds what nobody should expand. */
@OnEachContainer
class FramingTest {
    private static final String REQUEST = Chats.plain("mock-gpt", "hi");

    private final ContainerKind container;
    private final Door door;

    FramingTest(ContainerKind container) {
        this.container = container;
        door = Door.open(Mode.async(container));
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** Else what one server takes for a body is the next one's request (RFC 9112, 6.3). */
    @Test
    void aLengthBesideChunksMakesNoSecondRequest() {
        String chunked = Integer.toHexString(REQUEST.length()) + "\r\n" + REQUEST + "\r\n0\r\n\r\n";
        String smuggled = "GET /health HTTP/1.1\r\nHost: door\r\n\r\n";
        try (RawClient client = door.connect()
                .send("POST /v1/chat/completions HTTP/1.1\r\nHost: door\r\nContent-Length: " + chunked.length()
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked + smuggled)) {
            RawClient.Head head = client.head();

            // Tomcat goes by the chunks alone, which the standard allows too; both close the connection
            assertThat(head.status()).isEqualTo(container == ContainerKind.TOMCAT ? 200 : 400);
            assertThat(head.header("connection")).isEqualTo("close");
            assertThat(client.toEnd()).doesNotContain("HTTP/1.1").doesNotContain("\"status\":\"ok\"");
        }
    }

    @Test
    void aHugeNumberPassesAsItIs() {
        String huge = Chats.plain("hi").replaceFirst("\\{", "{\"seed\":1e999999999,\"x\":-1E-999999999,");
        door.upstream.enqueue(Chats.document());

        assertThat(door.chat(huge).statusCode()).isEqualTo(200);
        assertThat(door.upstream.takeRequest(Door.SOON).text())
                .contains("1e999999999")
                .contains("-1E-999999999");
        assertThat(door.chat(huge).headers().firstValue("X-Cache")).contains("HIT");
    }
}

package dev.qlite.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request's body may come in gzip; it is its inflated size that counts. */
@InEachMode
class GzipBodyTest {
    private final Door door;

    GzipBodyTest(Mode mode) {
        door = Door.with(mode).maxBody(10_000).open();
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void itIsReadAsIfItWerePlain() throws IOException {
        byte[] request = gzip(Chats.plain("mock-gpt", "hi").getBytes(UTF_8));

        assertThat(send(request).statusCode()).isEqualTo(200);
        assertThat(door.chat(Chats.plain("mock-gpt", "hi")).headers().firstValue("X-Cache"))
                .contains("HIT");
    }

    @Test
    void aBombIsTooLarge() throws IOException {
        byte[] bomb = gzip(" ".repeat(5_000_000).getBytes(UTF_8));

        assertThat(bomb).hasSizeLessThan(10_000);
        Errors.assertError(send(bomb), 413);
    }

    @Test
    void aBrokenOneCannotBeRead() throws IOException {
        byte[] good = gzip(Chats.plain("mock-gpt", "hi").getBytes(UTF_8));

        Errors.assertError(send(Arrays.copyOf(good, good.length - 9)), 400);
        Errors.assertError(send("no gzip at all".getBytes(UTF_8)), 400);
        Errors.assertError(send(new byte[0]), 400);
    }

    private HttpResponse<String> send(byte[] body) {
        return door.text(door.request("/v1/chat/completions", "POST", BodyPublishers.ofByteArray(body))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .build());
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}

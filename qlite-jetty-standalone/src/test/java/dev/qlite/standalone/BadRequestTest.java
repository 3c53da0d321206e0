package dev.qlite.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the proxy's server makes of requests that are none: a clean refusal in OpenAI's form. */
class BadRequestTest {
    private static final String CANARY = "canary-5f1c";
    private static final String BODY =
            "{\"model\":\"mock-gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"" + CANARY + "\"}]}";

    private static final String CHAT = "POST /v1/chat/completions HTTP/1.1";

    @TempDir
    Path folder;

    private RunningServer proxy;

    @BeforeEach
    void start() throws IOException {
        Path file = folder.resolve("proxy.yaml");
        Files.writeString(file, "server: {max_body: 10KB}\nproviders: {mock: {type: mock, models: ['mock-*']}}\n");
        ProxyCommand command = new ProxyCommand();
        new CommandLine(command).parseArgs("--config", file.toString(), "--port", "0");
        proxy = command.start(Map.of());
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void aGoodOneIsAnswered() throws IOException {
        assertThat(ask(CHAT, "", BODY)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aHeadThatIsTooLargeIsA431() throws IOException {
        assertRefused(ask(CHAT, "X-Large: " + "x".repeat(50_000) + "\r\n", BODY), 431);
        assertRefused(ask(CHAT, "X-A: b\r\n".repeat(6_000), BODY), 431);
        assertRefused(ask("POST /" + "x".repeat(50_000) + " HTTP/1.1", "", BODY), 414);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//v1/chat/completions",
                "/v1/%2e/chat/completions",
                "/v1/chat/completions;x=1",
                "/v1/../v1/chat/completions",
                "/v1/images/../chat/completions",
                "/v1%2Fchat/completions",
                "/v1/chat/completions%00",
                "/v1/chat/completions%zz",
                "/v1/chat\\completions"
            })
    void noPathIsASideDoor(String path) throws IOException {
        String answer = ask(CHAT.replace("/v1/chat/completions", path), "", BODY);

        assertThat(answer).matches("(?s)HTTP/1.1 40[04] .*");
        assertEnvelope(answer);
    }

    @Test
    void aBodyFramedTwiceIsRefusedAndTheConnectionClosed() throws IOException {
        String answer = send(CHAT + "\r\nHost: localhost\r\nContent-Length: " + BODY.length()
                + "\r\nTransfer-Encoding: chunked\r\n\r\n" + BODY + "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertRefused(answer, 400);
        assertThat(answer).containsIgnoringCase("Connection: close").doesNotContain("\"status\"");
    }

    @Test
    void whoAsksWhetherToSendIsToldSo() throws IOException {
        String head = CHAT + "\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: ";

        assertThat(send(head + BODY.length() + "\r\n\r\n" + BODY))
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 ");
        assertRefused(send(head + "20000\r\n\r\n"), 413);
    }

    @Test
    void aBombIsNotInflatedToItsEnd() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            out.write(new byte[5_000_000]);
        }
        assertThat(bomb.size()).isLessThan(10_000);

        assertRefused(ask(CHAT, "Content-Encoding: gzip\r\n", bomb.toString(ISO_8859_1)), 413);
    }

    @Test
    void aHugeNumberIsNotExpanded() throws IOException {
        assertThat(ask(CHAT, "", BODY.replaceFirst("\\{", "{\"seed\":1e999999999,")))
                .startsWith("HTTP/1.1 200 ");
    }

    private static void assertRefused(String answer, int status) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertEnvelope(answer);
    }

    private static void assertEnvelope(String answer) {
        assertThat(answer).contains("Content-Type: application/json").doesNotContain(CANARY);
        Json error =
                Json.parse(answer.substring(answer.indexOf("\r\n\r\n") + 4)).require("error");
        assertThat(error.require("message").asString()).isNotBlank();
        assertThat(error.require("type").asString()).isEqualTo("invalid_request_error");
    }

    private String ask(String requestLine, String headers, String body) throws IOException {
        return send(requestLine + "\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " + CANARY
                + "\r\nContent-Length: " + body.length() + "\r\n" + headers + "\r\n" + body);
    }

    /** All that is answered to these bytes until the connection closes. */
    private String send(String bytes) throws IOException {
        int port = URI.create(proxy.address()).getPort();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
            in.transferTo(answer);
        } catch (SocketException e) {
            assertThat(answer.size()).as("a reset after the answer: " + e).isPositive();
        }
        return answer.toString(ISO_8859_1);
    }
}

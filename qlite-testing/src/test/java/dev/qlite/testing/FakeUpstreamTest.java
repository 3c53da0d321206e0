package dev.qlite.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FakeUpstreamTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration A_MOMENT = Duration.ofMillis(20);

    @Test
    void answersAreSentByteForByte() throws IOException {
        try (FakeUpstream upstream = FakeUpstream.start();
                Socket client = connect(upstream.port())) {
            upstream.enqueue(Answer.status(200)
                    .header("A", "b")
                    .chunked()
                    .chunk("ä")
                    .drip("rest")
                    .repeat(2, new byte[] {'!'})
                    .cut());
            send(client, "GET / HTTP/1.1\r\n\r\n");

            assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("HTTP/1.1 200 Fine\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nä\r\nrest!!");
        }
    }

    @Test
    void aConnectionServesRequestsOneAfterTheOther() throws IOException {
        try (FakeUpstream upstream = FakeUpstream.start();
                Socket client = connect(upstream.port())) {
            upstream.enqueue(Answer.raw().send("first."));
            upstream.always(request -> Answer.raw().send(request.text() + "."));

            send(client, "GET /a HTTP/1.1\r\n\r\n");
            assertThat(readTo('.', client)).isEqualTo("first.");
            send(client, "POST /b?c=d HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(readTo('.', client)).isEqualTo("abc.");
            send(
                    client,
                    "POST /e HTTP/1.1\r\nTransfer-Encoding: chunked\r\nX-A: b\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
            assertThat(readTo('.', client)).isEqualTo("abc.");

            assertThat(upstream.connections()).isEqualTo(1);
            assertThat(upstream.calls()).isEqualTo(3);
            assertThat(upstream.takeRequest(SOON)).hasToString("GET /a");
            assertThat(upstream.takeRequest(SOON).path()).isEqualTo("/b?c=d");
            assertThat(upstream.takeRequest(SOON).header("x-a")).isEqualTo("b");
        }
    }

    @Test
    void aGateHoldsTheAnswerUntilItIsOpened() throws IOException {
        Gate gate = Gate.named("middle");
        try (FakeUpstream upstream = FakeUpstream.start();
                Socket client = connect(upstream.port())) {
            assertThat(gate.reached()).isFalse();
            upstream.enqueue(Answer.raw().send("a.").awaits(gate).send("b."));
            send(client, "GET / HTTP/1.1\r\n\r\n");

            assertThat(readTo('.', client)).isEqualTo("a.");
            gate.awaitReached(SOON);
            assertThat(client.getInputStream().available()).isZero();
            gate.open();
            assertThat(readTo('.', client)).isEqualTo("b.");
        }
    }

    @Test
    void aClientThatLeavesAStalledAnswerIsSeen() throws IOException {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.enqueue(Answer.raw().stall());
            Socket client = connect(upstream.port());
            send(client, "GET / HTTP/1.1\r\n\r\n");
            RecordedRequest request = upstream.takeRequest(SOON);
            assertThatThrownBy(() -> request.awaitClientClosed(A_MOMENT)).isInstanceOf(AssertionError.class);

            client.close();
            request.awaitClientClosed(SOON);
            upstream.awaitClientClosed(SOON);
        }
    }

    @Test
    void aClientThatLeavesWhileItIsSentToIsSeenAndNoError() throws IOException {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.enqueue(Answer.raw().repeat(1_000_000, new byte[1024]));
            Socket client = connect(upstream.port());
            send(client, "GET / HTTP/1.1\r\n\r\n");
            assertThat(client.getInputStream().read()).isZero();

            client.close();
            upstream.takeRequest(SOON).awaitClientClosed(SOON);
        }
    }

    @Test
    void aResetIsNoGoodEnd() throws IOException {
        try (FakeUpstream upstream = FakeUpstream.start();
                Socket client = connect(upstream.port())) {
            upstream.enqueue(Answer.raw().reset());
            send(client, "GET / HTTP/1.1\r\n\r\n");

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void closingEndsWhatStalls() throws IOException {
        FakeUpstream upstream = FakeUpstream.start();
        try (Socket client = connect(upstream.port())) {
            upstream.enqueue(Answer.raw().awaits(Gate.named("never")));
            send(client, "GET / HTTP/1.1\r\n\r\n");
            upstream.takeRequest(SOON);

            upstream.close();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aRequestThatNothingAnswersIsToldByClose() throws IOException {
        assertCloseTells("no answer left for GET /x", null, "GET /x HTTP/1.1\r\n\r\n");
    }

    @Test
    void aRequestThatIsNoneIsToldByClose() throws IOException {
        assertCloseTells("request line", Answer.json(200, ""), "GET\r\n\r\n");
    }

    @Test
    void aScriptThatGoesOnAfterItsEndIsToldByClose() throws IOException {
        assertCloseTells("after cut", Answer.raw().cut().send("more"), "GET / HTTP/1.1\r\n\r\n");
    }

    private static void assertCloseTells(String what, @Nullable Answer answer, String request) throws IOException {
        FakeUpstream upstream = FakeUpstream.start();
        if (answer != null) {
            upstream.always(answer);
        }
        try (Socket client = connect(upstream.port())) {
            send(client, request);
            assertThat(client.getInputStream().read()).as("closed").isEqualTo(-1);
        }
        assertThatThrownBy(upstream::close).isInstanceOf(AssertionError.class).hasMessageContaining(what);
        upstream.close();
    }

    @Test
    void aRequestThatDoesNotComeFailsTheTest() {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            assertThatThrownBy(() -> upstream.takeRequest(A_MOMENT))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("none came");
        }
    }

    @Test
    void deadPortsAreDeadEachInItsWay() throws IOException {
        try (DeadPort refusing = DeadPort.refusing();
                DeadPort closing = DeadPort.closing();
                DeadPort silent = DeadPort.silent()) {
            assertThatThrownBy(() -> connect(refusing.port())).isInstanceOf(ConnectException.class);
            try (Socket client = connect(closing.port())) {
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
            try (Socket client = connect(silent.port())) {
                assertThat(client.isConnected()).isTrue();
            }
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) SOON.toMillis());
        return socket;
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String readTo(char last, Socket client) throws IOException {
        StringBuilder text = new StringBuilder();
        do {
            int c = client.getInputStream().read();
            assertThat(c).as("after: " + text).isNotNegative();
            text.append((char) c);
        } while (text.charAt(text.length() - 1) != last);
        return text.toString();
    }
}

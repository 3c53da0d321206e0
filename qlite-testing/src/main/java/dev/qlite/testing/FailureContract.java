package dev.qlite.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.transport.Exchange;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TransportException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong, before an answer and within it: a part of {@link TransportContract}. */
abstract class FailureContract extends FramingContract {
    FailureContract(@Nullable SSLContext tls) {
        super(tls);
    }

    @Test
    void aRefusedConnectionIsNoConnection() {
        try (DeadPort port = DeadPort.refusing()) {
            Exchange exchange = post(transport(), port.uri("/v1?key=sk-1"));

            assertThat(assertFails(Kind.CONNECT, () -> head(exchange)))
                    .hasMessageContaining("127.0.0.1:" + port.port())
                    .message()
                    .doesNotContain("sk-1");
            assertFails(Kind.CONNECT, () -> head(exchange));
        }
    }

    /** Nobody's address leads nowhere; the system says so, and sends nothing. */
    @Test
    void aHostThatCannotBeReachedIsNoConnection() {
        assertFails(Kind.CONNECT, () -> head(post(transport(), URI.create("http://255.255.255.255:9/"))));
    }

    @Test
    void aConnectionThatIsNotMadeInTimeIsNoConnection() {
        try (DeadPort port = DeadPort.full()) {
            Transport transport = closedLater(transport(Duration.ofMillis(200), 1));

            assertFails(Kind.CONNECT, () -> head(post(transport, port.uri("/"))));
        }
    }

    @Test
    void aPeerThatClosesWithoutAByteIsBroken() {
        try (DeadPort port = DeadPort.closing()) {
            assertFails(Kind.BROKEN, () -> head(post(transport(), port.uri("/"))));
        }
    }

    @Test
    void aPeerThatSaysNothingIsWaitedFor() {
        try (DeadPort port = DeadPort.silent()) {
            assertThat(post(transport(), port.uri("/")).head(in(A_MOMENT))).isNull();
        }
    }

    @Test
    void aResetBeforeTheHeadIsBroken() {
        upstream.enqueue(Answer.raw().reset());

        assertFails(Kind.BROKEN, () -> head(post()));
        assertThat(upstream.calls()).as("a POST is not repeated").isEqualTo(1);
    }

    @Test
    void aHeadThatIsCutIsBroken() {
        upstream.enqueue(Answer.raw().send("HTTP/1.1 200 OK\r\nContent-").cut());

        assertFails(Kind.BROKEN, () -> head(post()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.6\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nsk 1: 2\r\n\r\n"})
    void aPeerThatSpeaksSomethingElseBreaksTheProtocol(String garbage) {
        upstream.enqueue(Answer.raw().send(garbage).stall());

        assertThat(assertFails(Kind.PROTOCOL, () -> head(post())))
                .as("what the peer sent stays out of the message")
                .message()
                .doesNotContain("SSH", "abc", "sk");
    }

    @Test
    void aBodyShorterThanItsLengthIsBrokenAfterWhatCame() {
        Exchange exchange = cutAfter(Answer.status(200).length(10).send("1234"));

        assertThat(body(exchange, 4)).isEqualTo("1234");
        assertBrokenForGood(exchange);
    }

    @Test
    void aBodyCutWithinAChunkIsBrokenAfterWhatCame() {
        Exchange exchange = cutAfter(Answer.sse().chunk("12").send("8\r\n34"));

        assertThat(body(exchange, 4)).isEqualTo("1234");
        assertBrokenForGood(exchange);
    }

    @Test
    void aBodyCutBetweenChunksIsBrokenAfterWhatCame() {
        Exchange exchange = cutAfter(Answer.sse().chunk("1234"));

        assertThat(body(exchange, 4)).isEqualTo("1234");
        assertBrokenForGood(exchange);
    }

    @Test
    void aResetWithinTheBodyIsBroken() {
        Gate gate = Gate.named("reset");
        upstream.enqueue(Answer.sse().chunk("1234").awaits(gate).reset());
        Exchange exchange = post();
        head(exchange);
        assertThat(body(exchange, 4)).isEqualTo("1234");
        gate.open();

        assertBrokenForGood(exchange);
    }

    private Exchange cutAfter(Answer answer) {
        upstream.enqueue(answer.cut());
        Exchange exchange = post();
        head(exchange);
        upstream.awaitClientClosed(SOON);
        // Gives the failure the time to overtake the bytes; a right transport passes without it.
        LockSupport.parkNanos(A_MOMENT.toNanos());
        return exchange;
    }

    private static void assertBrokenForGood(Exchange exchange) {
        assertFails(Kind.BROKEN, () -> body(exchange));
        assertFails(Kind.BROKEN, () -> body(exchange));
    }

    @Test
    void aTlsHandshakeThatIsNotAnsweredTakesAsLongAsConnectingMay() {
        try (DeadPort port = DeadPort.silent()) {
            Transport transport = closedLater(transport(Duration.ofMillis(300), 1));
            Exchange exchange = post(transport, port.secureUri("/"));

            assertFails(Kind.CONNECT, () -> head(exchange));
            upstream.enqueue(Answer.json(200, "{}"));
            assertThat(head(post(transport)).status()).isEqualTo(200);
        }
    }

    @Test
    void anUnknownHostIsNoConnection() {
        Exchange exchange = post(transport(), URI.create("http://no-such-host.invalid/"));

        assertThat(assertFails(Kind.CONNECT, () -> head(exchange))).hasMessageContaining("no-such-host.invalid:80");
    }
}

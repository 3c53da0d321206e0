package dev.qlite.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.transport.Exchange;
import dev.qlite.transport.Headers;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TransportRequest;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and how the JDK's client is known to depart from it; all of it is told in docs/decisions.md. */
abstract class JdkTransportContract extends TransportContract {
    /** The ends of answers that the client reads, though no two readers need agree on them. */
    private static final Map<String, String> READ_ALL_THE_SAME = Map.of(
            "X-A: b\rContent-Length: 2\r\n\r\nhi", "200 hi",
            "0x2\r\nhi\r\n0\r\n\r\n", "200 ",
            "\r\n\r\n\r\nhi\r\n0\r\n\r\n", "200 ",
            "8000000000000000\r\nhi\r\n0\r\n\r\n", "200 ",
            "100000002\r\nhi\r\n0\r\n\r\n", "200 hi",
            "no colon\r\nContent-Length: 2\r\n\r\nhi", "200 hi",
            ": b\r\nContent-Length: 2\r\n\r\nhi", "200 hi",
            "2000 OK\r\nContent-Length: 2\r\n\r\nhi", "200 hi");

    JdkTransportContract() {}

    JdkTransportContract(SSLContext tls) {
        super(tls);
    }

    /** It says of some answers that their connection broke, where it means that they are not HTTP. */
    @Override
    protected boolean mayRead(String answer, String meaning) {
        return meaning.equals("BROKEN")
                || READ_ALL_THE_SAME.entrySet().stream()
                        .anyMatch(each -> answer.endsWith(each.getKey())
                                && each.getValue().equals(meaning));
    }

    /** It sends a request to its end before it looks for an answer. */
    @Test
    @Override
    void anAnswerMayComeBeforeTheRequestIsWhole() {
        byte[] large = new byte[32 << 20];
        try (DyingUpstream early = DyingUpstream.answeringEarly(tls)) {
            Exchange exchange =
                    closedLater(transport().open(TransportRequest.post(early.uri("/"), Headers.empty(), large)));

            assertThat(exchange.head(in(A_MOMENT))).isNull();
        }
    }

    /** It knows {@code close} only where it stands alone, and finds the connection dead later. */
    @Test
    @Override
    void thatMayBeSaidAmongOtherThings() {
        upstream.always(Answer.status(200).header("Connection", "x, Close").body("{}"));
        Transport transport = transport();
        for (int i = 0; i < 2; i++) {
            Exchange exchange = post(transport);
            head(exchange);
            assertThat(body(exchange)).isEqualTo("{}");
        }
    }

    /** It knows no trailers: the next answer of that connection, which would begin with one, is refused. */
    @Test
    @Override
    void aTrailerIsReadAndLeft() {
        upstream.enqueue(Answer.sse().chunk("hi").send("0\r\nX-Sum: 1\r\n\r\n"));
        Exchange exchange = post();
        head(exchange);

        assertThat(body(exchange)).isEqualTo("hi");
    }

    /** Over TLS it may not have read that the connection has died, and sends: then the call fails, and is not repeated. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Override
    void aConnectionThatDiedWhileItWaitedCostsNothing(boolean byReset) {
        try (DyingUpstream dying = new DyingUpstream(tls, 0, byReset)) {
            Transport transport = transport();
            assertThat(meaning(post(transport, dying.uri("/")))).isEqualTo("200 {}");
            dying.die(SOON);

            assertThat(meaning(post(transport, dying.uri("/")))).isIn("200 {}", "BROKEN");
        }
    }
}

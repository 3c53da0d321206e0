package dev.qlite.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.transport.Exchange;
import dev.qlite.transport.Headers;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TransportException.Kind;
import dev.qlite.transport.TransportRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How connections and places are shared: a part of {@link TransportContract}. */
abstract class PoolContract extends RequestContract {
    PoolContract(@Nullable SSLContext tls) {
        super(tls);
    }

    @Test
    void aConnectionWhoseAnswerWasReadIsUsedAgain() {
        upstream.always(request -> request.text().isEmpty() ? Answer.json(200, "{}") : Answer.sse("1"));
        Transport transport = transport();
        for (int i = 0; i < 10; i++) {
            byte[] body = (i % 2 == 0 ? "" : "{}").getBytes(UTF_8);
            Exchange exchange = transport.open(TransportRequest.post(upstream.uri("/"), Headers.empty(), body));
            head(exchange);
            body(exchange);
            exchange.close();
        }

        assertThat(upstream.calls()).isEqualTo(10);
        assertThat(upstream.connections()).isEqualTo(1);
    }

    @Test
    void theNextInLineGetsThePlaceOfOneThatCloses() {
        Transport transport = transport(1);
        Exchange first = stalledWithinTheBody(transport);
        upstream.enqueue(Answer.json(200, "{}"));
        Exchange second = post(transport);
        assertThat(second.head(in(A_MOMENT))).isNull();
        assertThat(upstream.calls()).isEqualTo(1);
        Pull pull = pull(() -> head(second));

        first.close();
        pull.awaitEnd();
        assertThat(body(second)).isEqualTo("{}");
    }

    @Test
    void anAnswerReadToItsEndGivesItsPlaceBackBeforeItIsClosed() {
        upstream.always(Answer.json(200, "{}"));
        Transport transport = transport(1);
        Exchange first = post(transport);
        head(first);
        body(first);

        assertThat(head(post(transport)).status()).isEqualTo(200);
    }

    @Test
    void aFailedExchangeGivesItsPlaceBackBeforeItIsClosed() {
        upstream.enqueue(Answer.status(200).length(10).cut());
        upstream.enqueue(Answer.json(200, "{}"));
        Transport transport = transport(1);
        Exchange failing = post(transport);
        head(failing);
        assertFails(Kind.BROKEN, () -> body(failing));

        assertThat(head(post(transport)).status()).isEqualTo(200);
    }

    @Test
    void aPlaceThatDoesNotComeFreeInTimeIsExhausted() {
        Transport transport = closedLater(transport(Duration.ofMillis(500), 1));
        stalledWithinTheBody(transport);
        Exchange second = post(transport);

        assertThat(second.head(in(A_MOMENT))).isNull();
        assertFails(Kind.EXHAUSTED, () -> head(second));
        assertFails(Kind.EXHAUSTED, () -> head(second));
        assertThat(upstream.calls()).isEqualTo(1);
    }

    @Test
    void oneThatGivesUpWaitingLeavesTheLine() {
        Transport transport = transport(1);
        Exchange first = stalledWithinTheBody(transport);
        Exchange second = post(transport);
        Exchange third = post(transport);
        assertThat(second.head(in(A_MOMENT))).isNull();
        assertThat(third.head(in(A_MOMENT))).isNull();
        upstream.enqueue(Answer.json(200, "{}"));

        second.close();
        first.close();
        assertThat(head(third).status()).isEqualTo(200);
    }

    @Test
    void placesAreGivenInTheOrderOfAsking() {
        upstream.always(Answer.json(200, "{}"));
        Transport transport = transport();
        Gate gate = Gate.named("first");
        upstream.enqueue(Answer.raw().awaits(gate).send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        Exchange first = post(transport);
        assertThat(first.head(in(A_MOMENT))).isNull();
        List<Integer> order = new ArrayList<>();
        List<Pull> pulls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int number = i;
            Exchange exchange = post(transport);
            assertThat(exchange.head(System.nanoTime())).isNull(); // asks for a place
            pulls.add(pull(() -> {
                head(exchange);
                synchronized (order) {
                    order.add(number);
                }
                body(exchange);
            }));
        }
        gate.open();
        head(first);
        body(first);
        pulls.forEach(Pull::awaitEnd);
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void closingWhileItConnectsGivesThePlaceBack() {
        try (DeadPort port = DeadPort.full()) {
            Transport transport = transport();
            Exchange exchange = post(transport, port.uri("/"));
            assertThat(exchange.head(in(A_MOMENT))).isNull();
            Pull pull = pull(() -> assertFails(Kind.CLOSED, () -> head(exchange)));
            exchange.close();
            pull.awaitEnd();

            upstream.enqueue(Answer.json(200, "{}"));
            assertThat(head(post(transport)).status()).isEqualTo(200);
        }
    }

    @Test
    void aConnectionThatIsToBeClosedIsNotUsedAgain() {
        assertUsedOnce("close");
    }

    @Test
    void thatMayBeSaidAmongOtherThings() {
        assertUsedOnce("x, Close");
    }

    private void assertUsedOnce(String connection) {
        upstream.always(Answer.status(200).header("Connection", connection).body("{}"));
        Transport transport = transport();
        for (int i = 0; i < 3; i++) {
            Exchange exchange = post(transport);
            head(exchange);
            body(exchange);
        }
        assertThat(upstream.connections()).isEqualTo(3);
    }
}

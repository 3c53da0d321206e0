package dev.qlite.testing.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.Qlite;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Reply;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a stream's reply is given: at its first content, or head_delay after the upstream's head. */
final class HeadDelayTest extends GatewayFixture {
    private static final Duration DELAY = Duration.ofMillis(20);
    private static final String CALLS = Said.chunk("{\"tool_calls\":[{\"index\":0,\"id\":\"a\"}]}", "null");

    private final Gate gate = Gate.named("after the reply");

    @ParameterizedTest
    @ValueSource(strings = {"content", "tool_calls", "finish"})
    void contentIsRepliedToAtOnce(String first) {
        String event = switch (first) {
            case "content" -> Said.HEL;
            case "tool_calls" -> CALLS;
            default -> Said.FINISH;
        };
        upstream.enqueue(Answer.sse()
                .event(Said.ROLE)
                .event(event)
                .awaits(gate)
                .event(Said.FINISH)
                .lastChunk());

        Reply.Events reply = stream(gateway()); // head_delay: SOON
        assertThat(Pulled.nextText(reply)).isEqualTo(Said.ROLE);
        assertThat(Pulled.nextText(reply)).isEqualTo(event);
        assertThat(reply.next(System.nanoTime())).isSameAs(Event.NOT_YET);
        gate.open();
        assertThat(Pulled.all(reply).data()).containsExactly(Said.FINISH);
    }

    @Test
    void withoutContentTheReplyComesAfterTheDelay() {
        upstream.enqueue(Answer.sse()
                .awaits(gate)
                .event(Said.ROLE)
                .event(Said.HEL)
                .event(Said.FINISH)
                .lastChunk());

        Reply.Events reply = stream(delayed());
        assertThat(reply.next(System.nanoTime())).isSameAs(Event.NOT_YET);
        gate.open();
        assertThat(Pulled.all(reply).data()).containsExactly(Said.ROLE, Said.HEL, Said.FINISH);
    }

    @Test
    void whatCameWithinTheDelayIsKeptInOrder() {
        upstream.enqueue(Answer.sse()
                .event(Said.ROLE)
                .chunk(": ping\n\n")
                .event(Said.USAGE)
                .event(Said.ROLE)
                .awaits(gate)
                .event(Said.HEL)
                .event(Said.FINISH)
                .lastChunk());

        Reply.Events reply = stream(delayed());
        gate.open();
        assertThat(Pulled.all(reply).data()).containsExactly(Said.ROLE, Said.ROLE, Said.HEL, Said.FINISH);
    }

    @Test
    void theDelayBeginsAtTheUpstreamsHead() {
        Gate beforeHead = Gate.named("before the head");
        upstream.enqueue(Answer.raw()
                .awaits(beforeHead)
                .send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
                .awaits(gate)
                .send("data: " + Said.HEL + "\n\ndata: [DONE]\n\n"));
        Qlite qlite = delayed();

        Later<Reply.Events> call = Later.run(() -> stream(qlite));
        beforeHead.awaitReached(SOON);
        assertThat(call.done()).isFalse();
        beforeHead.open();
        Reply.Events reply = call.get();
        gate.open();
        assertThat(Pulled.all(reply).data()).containsExactly(Said.HEL);
    }

    @Test
    void aFailureWithinTheDelayIsAStatus() {
        assertThat(refused(Mode.STREAMED, Answer.sse(Said.ROLE, Said.error("requests", "null")))
                        .status())
                .isEqualTo(429);
    }

    @Test
    void anErrorAfterTheDelayIsThrownByNext() {
        Qlite qlite = delayed();
        upstream.enqueue(Answer.sse()
                .event(Said.ROLE)
                .awaits(gate)
                .event(Said.error("requests", "null"))
                .lastChunk());

        Reply.Events reply = stream(qlite);
        gate.open();
        assertThat(broken(qlite, reply).failure().status()).isEqualTo(429);
    }

    @Test
    void aCutAfterTheDelayIsThrownByNext() {
        Qlite qlite = delayed();
        upstream.enqueue(Answer.sse().awaits(gate).cut());

        Reply.Events reply = stream(qlite);
        gate.open();
        assertThat(broken(qlite, reply).failure().status()).isEqualTo(502);
    }

    @Test
    void anEmptyStreamAfterTheDelayIsNoGoodEnd() {
        Qlite qlite = delayed();
        upstream.enqueue(Answer.sse().awaits(gate).event(Said.DONE).lastChunk());

        Reply.Events reply = stream(qlite);
        gate.open();
        assertThat(broken(qlite, reply).failure().status()).isEqualTo(502);
    }

    private Qlite delayed() {
        return setup().limits(l -> l.withHeadDelay(DELAY)).open();
    }

    private static Reply.Events stream(Qlite qlite) {
        return (Reply.Events) qlite.handle(Mode.STREAMED.call().build());
    }
}

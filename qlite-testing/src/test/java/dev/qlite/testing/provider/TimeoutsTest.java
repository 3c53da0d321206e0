package dev.qlite.testing.provider;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.qlite.Qlite;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Reply;
import dev.qlite.testing.Answer;
import dev.qlite.testing.DeadPort;
import dev.qlite.testing.Gate;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The time-outs {@code connect}, {@code first_byte} and {@code between_events}, each alone: what it ends, what it does
 * not, and that the error names it.
 */
final class TimeoutsTest extends GatewayFixture {
    private static final Duration TINY = Duration.ofMillis(1);
    private static final byte[] PING = "8\r\n: ping\n\n\r\n".getBytes(US_ASCII);

    @ParameterizedTest
    @EnumSource
    void connectEndsAnAttemptToConnect(Mode mode) {
        Qlite qlite = setup(closedLater(DeadPort.full()).uri("/v1"))
                .timeouts(t -> t.withConnect(SHORT))
                .open();

        for (int i = 0; i < 2; i++) { // a place in the pool that was lost would make the second a 503
            CallFailedException failure = refused(qlite, mode);
            assertThat(failure.status()).isEqualTo(502);
            assertThat(failure).hasMessageContaining("connecting took longer than " + SHORT.toMillis() + " ms");
        }
    }

    @ParameterizedTest
    @EnumSource
    void connectEndsTheWaitForAConnection(Mode mode) {
        Qlite qlite = setup().timeouts(t -> t.withConnect(SHORT)).open();
        Gate gate = Gate.named("taken");
        upstream.enqueue(
                Answer.sse().event(Said.HEL).awaits(gate).event(Said.FINISH).lastChunk());
        Reply first = qlite.handle(Mode.callOf("{\"model\":\"m-2\",\"messages\":[{}],\"stream\":true}")
                .build());

        CallFailedException failure = refused(qlite, mode);
        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(failure).hasMessageContaining("no connection came free").hasMessageContaining("connect: 300 ms");
        assertThat(upstream.calls()).isEqualTo(1);

        gate.open();
        assertThat(Pulled.all(first).data()).containsExactly(Said.HEL, Said.FINISH);
        receipt();
        assertAsksAgain(qlite, mode);
    }

    static Stream<Arguments> withoutAnEvent() {
        return Stream.of(
                arguments("no head", Answer.raw().stall()),
                arguments("a head", Answer.sse().stall()),
                arguments("a ping", Answer.sse().chunk(": ping\n\n").stall()),
                arguments("half an event", Answer.sse().chunk("data: {").stall()),
                arguments("endless pings", Answer.sse().repeat(Integer.MAX_VALUE, PING)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withoutAnEvent")
    void firstByteEndsTheWaitForTheFirstEvent(String name, Answer answer) {
        Qlite qlite = setup().timeouts(t -> t.withFirstByte(SHORT)).open();
        upstream.enqueue(answer);

        assertTimeout(refused(qlite, Mode.STREAMED), "first_byte: 300 ms");
        assertClosedAndAsksAgain(qlite, Mode.PLAIN);
    }

    @Test
    void firstByteEndsAStreamThatWasRepliedToWithoutAnEvent() {
        Qlite qlite = setup().timeouts(t -> t.withFirstByte(SHORT))
                .limits(l -> l.withHeadDelay(Duration.ZERO))
                .open();
        upstream.enqueue(Answer.sse().stall());

        Reply reply = qlite.handle(Mode.STREAMED.call().build());
        assertTimeout(Pulled.all(reply).failure(), "first_byte: 300 ms");
        receipt();
        assertClosedAndAsksAgain(qlite, Mode.PLAIN);
    }

    @Test
    void firstByteIsOverWithTheFirstEvent() {
        Duration most = Duration.ofMillis(800);
        Qlite qlite = setup().timeouts(t -> t.withFirstByte(most))
                .limits(l -> l.withHeadDelay(Duration.ZERO))
                .open();
        Gate gate = Gate.named("after first_byte");
        upstream.enqueue(Answer.sse()
                .event(Said.ROLE)
                .awaits(gate)
                .event(Said.HEL)
                .event(Said.FINISH)
                .lastChunk());

        Reply.Events reply = (Reply.Events) qlite.handle(Mode.STREAMED.call().build());
        assertThat(Pulled.nextText(reply)).isEqualTo(Said.ROLE);
        assertThat(reply.next(Pulled.in(most))).isSameAs(Event.NOT_YET);
        gate.open();
        assertThat(Pulled.all(reply).data()).containsExactly(Said.HEL, Said.FINISH);
    }

    static Stream<Arguments> plain() {
        return Stream.of(
                arguments(
                        "a document",
                        Answer.status(200).length(Said.document("Hello").length()),
                        Said.document("Hello")),
                arguments(
                        "a stream",
                        Answer.status(200)
                                .header("Content-Type", "text/event-stream")
                                .endHead(),
                        "data: " + Said.content("Hello") + "\n\ndata: " + Said.FINISH + "\n\ndata: [DONE]\n\n"));
    }

    @ParameterizedTest(name = "answered by {0}")
    @MethodSource("plain")
    void aPlainCallMayBeSilentUntilTotal(String name, Answer head, String body) {
        Qlite qlite = setup().timeouts(t -> t.withFirstByte(TINY).withBetweenEvents(TINY))
                .open();
        Gate gate = Gate.named("silence");
        upstream.enqueue(head.awaits(gate).send(body));

        Later<String> call = Later.run(() -> text(qlite, Mode.PLAIN));
        gate.awaitReached(SOON);
        LockSupport.parkNanos(TINY.multipliedBy(20).toNanos());
        gate.open();
        assertThat(call.get()).isEqualTo(TEXT);
    }

    @Test
    void betweenEventsEndsASilence() {
        Qlite qlite = setup().timeouts(t -> t.withBetweenEvents(SHORT)).open();
        upstream.enqueue(Answer.sse().event(Said.HEL).stall());

        Reply reply = qlite.handle(Mode.STREAMED.call().build());
        Pulled pulled = Pulled.all(reply);
        assertThat(pulled.data()).containsExactly(Said.HEL);
        assertTimeout(pulled.failure(), "between_events: 300 ms");
        receipt();
        assertClosedAndAsksAgain(qlite, Mode.PLAIN);
    }

    @Test
    void betweenEventsEndsASilenceThatIsWaitedForInPieces() {
        Qlite qlite = setup().timeouts(t -> t.withBetweenEvents(SHORT)).open();
        upstream.enqueue(Answer.sse().event(Said.HEL).stall());

        try (Reply.Events reply =
                (Reply.Events) qlite.handle(Mode.STREAMED.call().build())) {
            assertThat(Pulled.nextText(reply)).isEqualTo(Said.HEL);
            assertThat(reply.next(Pulled.in(SHORT.dividedBy(10)))).isSameAs(Event.NOT_YET);
            CallFailedException failure = catchThrowableOfType(CallFailedException.class, () -> {
                for (int i = 0; i < 1_000; i++) {
                    assertThat(reply.next(Pulled.in(SHORT.dividedBy(10)))).isSameAs(Event.NOT_YET);
                }
            });
            assertTimeout(failure, "between_events: 300 ms");
        }
    }

    @Test
    void pingsFeedBetweenEvents() {
        Duration most = Duration.ofMillis(1_500);
        Qlite qlite = setup().timeouts(t -> t.withBetweenEvents(most)).open();
        Gate[] gates = {Gate.named("ping 1"), Gate.named("ping 2"), Gate.named("the rest")};
        Answer answer = Answer.sse().event(Said.HEL);
        for (Gate gate : gates) {
            answer = answer.awaits(gate).chunk(": ping\n\n");
        }
        upstream.enqueue(answer.event(Said.FINISH).lastChunk());

        Reply.Events reply = (Reply.Events) qlite.handle(Mode.STREAMED.call().build());
        assertThat(Pulled.nextText(reply)).isEqualTo(Said.HEL);
        for (Gate gate : gates) {
            assertThat(reply.next(Pulled.in(most.multipliedBy(2).dividedBy(5)))).isSameAs(Event.NOT_YET);
            gate.open();
        }
        assertThat(Pulled.all(reply).data()).containsExactly(Said.FINISH);
    }

    @Test
    void betweenEventsRunsOnlyWhileSomebodyWaits() {
        Qlite qlite = setup().timeouts(t -> t.withBetweenEvents(SHORT)).open();
        Gate gate = Gate.named("long after");
        upstream.enqueue(
                Answer.sse().event(Said.HEL).awaits(gate).event(Said.FINISH).lastChunk());

        Reply.Events reply = (Reply.Events) qlite.handle(Mode.STREAMED.call().build());
        assertThat(Pulled.nextText(reply)).isEqualTo(Said.HEL);
        LockSupport.parkNanos(SHORT.plus(TINY).toNanos());
        assertThat(reply.next(System.nanoTime())).isSameAs(Event.NOT_YET);
        gate.open();
        assertThat(Pulled.all(reply).data()).containsExactly(Said.FINISH);
    }
}

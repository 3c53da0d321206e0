package dev.qlite.testing.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.qlite.ChatStream;
import dev.qlite.Qlite;
import dev.qlite.chat.CallCancelledException;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Lifetime;
import dev.qlite.pipeline.Operation;
import dev.qlite.pipeline.Outcome;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Unread;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A caller that leaves, or whose time is over: the upstream is told, the receipt says so, nobody else suffers. */
final class CancelTest extends GatewayFixture {
    private final Lifetime lifetime = Lifetime.unbounded();
    private final Gate never = Gate.named("never opened");

    static Stream<Arguments> waiting() {
        return Stream.of(
                arguments(Mode.PLAIN, "for the head", Answer.raw()),
                arguments(
                        Mode.PLAIN,
                        "within a document",
                        Answer.status(200).length(9).send("{")),
                arguments(Mode.PLAIN, "within a stream", Answer.sse().event(Said.HEL)),
                arguments(
                        Mode.PLAIN,
                        "within an error",
                        Answer.status(500).length(9).send("{")),
                arguments(Mode.STREAMED, "for the head", Answer.raw()),
                arguments(Mode.STREAMED, "for an event", Answer.sse()),
                arguments(Mode.STREAMED, "for content", Answer.sse().event(Said.ROLE)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("waiting")
    void cancelEndsACallThatWaits(Mode mode, String where, Answer answer) {
        Qlite qlite = gateway();
        upstream.enqueue(answer.awaits(never));
        Later<Reply> call =
                Later.run(() -> qlite.handle(mode.call().lifetime(lifetime).build()));

        never.awaitReached(SOON);
        lifetime.cancel();
        assertCancelled(call.failure(), 503);
        assertClosedAndAsksAgain(qlite, mode);
    }

    @Test
    void cancelEndsAStreamThatIsWaitedFor() {
        Qlite qlite = gateway();
        ChatStream stream = stream(qlite);
        assertThat(stream.next().text()).isEqualTo("Hel");

        Later<?> next = Later.run(stream::next);
        lifetime.cancel();
        assertCancelled(next.failure(), 503);
        assertClosedAndAsksAgain(qlite, Mode.STREAMED);
    }

    @Test
    void cancelEndsAStreamThatNobodyWaitsFor() {
        Qlite qlite = gateway();
        ChatStream stream = stream(qlite);
        lifetime.cancel();

        upstream.takeRequest(SOON).awaitClientClosed(SOON);
        stream.close();
        assertThat(receipt().outcome()).isEqualTo(Outcome.CANCELLED);
        assertAsksAgain(qlite, Mode.STREAMED);
    }

    @Test
    void closeCancelsAStream() {
        Qlite qlite = gateway();
        ChatStream stream = stream(qlite);
        assertThat(stream.next().text()).isEqualTo("Hel");

        stream.close();
        stream.close();
        Receipt receipt = receipt();
        assertThat(receipt.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(receipt.attempts()).isEqualTo(1);
        assertThat(stream.receipt()).isSameAs(receipt);
        assertClosedAndAsksAgain(qlite, Mode.STREAMED);
    }

    @Test
    void closeFromAnotherThreadEndsTheWaitOfTheReader() {
        Qlite qlite = gateway();
        ChatStream stream = stream(qlite);
        assertThat(stream.next().text()).isEqualTo("Hel");

        Later<?> next = Later.run(stream::next);
        stream.close();
        assertThat(next.failure()).isInstanceOf(CallFailedException.class);
        assertThat(receipt().outcome()).isEqualTo(Outcome.CANCELLED);
        assertClosedAndAsksAgain(qlite, Mode.STREAMED);
    }

    @Test
    void closeAfterAGoodEndChangesNothing() {
        Qlite qlite = gateway();
        upstream.enqueue(Said.whole(Mode.STREAMED));
        ChatStream stream = qlite.stream(Mode.STREAMED.call().lifetime(lifetime).build());
        stream.forEach(chunk -> {});
        stream.close();
        lifetime.cancel();

        assertThat(receipt().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(stream.next()).isNull();
        assertThat(text(qlite, Mode.STREAMED)).isEqualTo(TEXT);
        assertThat(upstream.calls()).isEqualTo(1); // it was stored
    }

    @Test
    void closeBeforeTheLastEventIsTakenStoresNothing() {
        Qlite qlite = gateway();
        upstream.enqueue(Said.whole(Mode.STREAMED));
        try (ChatStream stream = qlite.stream(Mode.STREAMED.call().build())) {
            assertThat(stream.next().text()).isEmpty();
            assertThat(stream.next().text()).isEqualTo("Hel");
        }
        assertThat(receipt().outcome()).isEqualTo(Outcome.CANCELLED);
        assertAsksAgain(qlite, Mode.STREAMED);
    }

    /** A body that was cut off by its reader must not look like a whole one. */
    @Test
    void whatPassesUnreadHasNoGoodEndOnceItIsClosed() {
        Qlite qlite = gateway();
        upstream.enqueue(Answer.sse().event(Said.HEL).awaits(never));
        byte[] body = "{\"model\":\"m-1\"}".getBytes(UTF_8);
        Unread request = new Unread("POST", null, Map.of("Content-Type", "application/json"), body);
        Call call = Call.unread(Operation.unread("responses"), Json.parse(body), request)
                .build();
        Reply.Bytes bytes = (Reply.Bytes) qlite.handle(call);
        assertThat(bytes.next(System.nanoTime() + SOON.toNanos())).isNotNull();

        bytes.close();

        assertThatThrownBy(() -> bytes.next(System.nanoTime())).isInstanceOf(CallFailedException.class);
        assertThat(receipt().outcome()).isEqualTo(Outcome.CANCELLED);
        assertClosedAndAsksAgain(qlite, Mode.STREAMED);
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatIsCancelledBeforeReachesNobody(Mode mode) {
        Qlite qlite = gateway();
        lifetime.cancel();

        Later<Reply> call =
                Later.run(() -> qlite.handle(mode.call().lifetime(lifetime).build()));
        assertThat(assertCancelled(call.failure(), 503).attempts()).isZero();
        assertThat(upstream.calls()).isZero();
    }

    @Test
    void cancelEndsTheWaitForAConnection() {
        Call other = Mode.callOf("{\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hey\"}]}")
                .lifetime(lifetime)
                .build();
        cancelsBesideAStream(other);
    }

    /** Who asks the same as the stream reads it for both. */
    @Test
    void cancelEndsTheWaitOfWhoReadsForAnother() {
        cancelsBesideAStream(Mode.PLAIN.call().lifetime(lifetime).build());
    }

    /** Cancels a call that waits while another has the one connection, which that keeps. */
    private void cancelsBesideAStream(Call call) {
        Qlite qlite = gateway();
        Gate gate = Gate.named("taken");
        upstream.enqueue(
                Answer.sse().event(Said.HEL).awaits(gate).event(Said.FINISH).lastChunk());
        ChatStream first = qlite.stream(Mode.STREAMED.call().build());

        Later<Reply> second = Later.run(() -> qlite.handle(call));
        second.awaitStill();
        lifetime.cancel();
        assertCancelled(second.failure(), 503);

        gate.open();
        first.forEach(chunk -> {});
        first.close();
        assertThat(receipt().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(upstream.calls()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("waiting")
    void aCallersTimeThatRunsOutIsItsOwnFailure(Mode mode, String where, Answer answer) {
        Qlite qlite = gateway();
        upstream.enqueue(answer.awaits(never));

        Later<Reply> call = Later.run(
                () -> qlite.handle(mode.call().lifetime(Lifetime.of(SHORT)).build()));
        assertCancelled(call.failure(), 504);
        assertClosedAndAsksAgain(qlite, mode);
    }

    @Test
    void aCallersTimeThatRunsOutEndsItsStream() {
        Qlite qlite = gateway();
        upstream.enqueue(Answer.sse().event(Said.HEL).awaits(never));
        ChatStream stream = qlite.stream(Mode.STREAMED
                .call()
                .lifetime(Lifetime.of(SHORT.multipliedBy(3)))
                .build());
        assertThat(stream.next().text()).isEqualTo("Hel");

        assertCancelled(Later.run(stream::next).failure(), 504);
        assertClosedAndAsksAgain(qlite, Mode.STREAMED);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("waiting")
    void anInterruptedCallIsCancelled(Mode mode, String where, Answer answer) {
        Qlite qlite = gateway();
        upstream.enqueue(answer.awaits(never));
        Later<Reply> call = Later.run(() -> qlite.handle(mode.call().build()));

        never.awaitReached(SOON);
        call.interrupt();
        assertCancelled(call.failure(), 503);
        assertClosedAndAsksAgain(qlite, mode);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("waiting")
    void closingTheGatewayCancelsItsCalls(Mode mode, String where, Answer answer) {
        Qlite qlite = gateway();
        upstream.enqueue(answer.awaits(never));
        Later<Reply> call = Later.run(() -> qlite.handle(mode.call().build()));

        never.awaitReached(SOON);
        qlite.close();
        assertCancelled(call.failure(), 503);
        upstream.takeRequest(SOON).awaitClientClosed(SOON);
    }

    /** A stream that says "Hel" and no more. */
    private ChatStream stream(Qlite qlite) {
        upstream.enqueue(Answer.sse().event(Said.HEL).awaits(never));
        return qlite.stream(Mode.STREAMED.call().lifetime(lifetime).build());
    }

    private Receipt assertCancelled(Throwable failure, int status) {
        assertThat(failure).isInstanceOf(CallFailedException.class);
        CallFailedException failed = (CallFailedException) failure;
        assertThat(failed.failure()).isInstanceOf(CallCancelledException.class);
        assertThat(failed.status()).isEqualTo(status);
        Receipt receipt = receipt();
        assertThat(failed.receipt()).isSameAs(receipt);
        assertThat(receipt.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(receipt.failure()).isNull();
        return receipt;
    }
}

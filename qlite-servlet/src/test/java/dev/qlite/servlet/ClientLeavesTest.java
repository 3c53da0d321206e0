package dev.qlite.servlet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Outcome;
import dev.qlite.pipeline.Receipt;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import dev.qlite.testing.RecordedRequest;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that leaves a stream: nobody goes on paying for it. */
@InEachMode
class ClientLeavesTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(300);
    private static final Duration SLOW_MACHINE = Duration.ofSeconds(2);

    private final Door door;
    private final Gate gate = Gate.named("the client has left");

    ClientLeavesTest(Mode mode) {
        door = Door.with(mode).heartbeat(HEARTBEAT).open();
    }

    @AfterEach
    void close() {
        gate.open();
        door.close();
    }

    static Stream<Arguments> waysToLeave() {
        Consumer<RawClient> reset = RawClient::reset;
        Consumer<RawClient> close = RawClient::close;
        return Stream.of(Arguments.argumentSet("by a reset", reset), Arguments.argumentSet("in good order", close));
    }

    @ParameterizedTest
    @MethodSource("waysToLeave")
    void itCancelsASilentUpstreamWithinTwoHeartbeats(Consumer<RawClient> leave) {
        door.upstream.enqueue(Answer.sse().event(Chats.ONE).stall());
        RawClient client = begin();
        RecordedRequest asked = door.upstream.takeRequest(Door.SOON);

        long left = System.nanoTime();
        leave.accept(client);
        asked.awaitClientClosed(Door.SOON);

        assertThat(Duration.ofNanos(System.nanoTime() - left))
                .isLessThan(HEARTBEAT.multipliedBy(2).plus(SLOW_MACHINE));
        assertCancelled();
    }

    @ParameterizedTest
    @MethodSource("waysToLeave")
    void itCancelsATalkingUpstream(Consumer<RawClient> leave) {
        byte[] event = chunk(Chats.framed(Chats.TWO));
        door.upstream.enqueue(Answer.sse().event(Chats.ONE).awaits(gate).repeat(1_000_000, event));
        RawClient client = begin();
        RecordedRequest asked = door.upstream.takeRequest(Door.SOON);

        leave.accept(client);
        gate.open();

        asked.awaitClientClosed(Door.SOON);
        assertCancelled();
    }

    @Test
    void whatItHasSeenIsNotStored() {
        door.upstream.enqueue(
                Answer.sse().event(Chats.ONE).awaits(gate).event(Chats.FINISH).stall());
        begin().reset();
        gate.open();
        door.upstream.takeRequest(Door.SOON).awaitClientClosed(Door.SOON);
        assertCancelled();

        door.upstream.enqueue(Chats.document());
        assertThat(door.chat(Chats.plain("hi")).headers().firstValue("X-Cache")).contains("MISS");
    }

    @Test
    void anAnswerThatIsWholeIsNotCancelled() {
        door.upstream.enqueue(Chats.stream());

        door.chat(Chats.streamed("hi"));

        assertThat(door.takeReceipt().outcome()).isEqualTo(Outcome.ANSWERED);
    }

    private RawClient begin() {
        RawClient client = door.ask(Chats.streamed("hi"), "X-Request-Id: the-one-that-leaves");
        assertThat(client.head().status()).isEqualTo(200);
        assertThat(client.chunk()).isEqualTo(Chats.framed(Chats.ONE));
        return client;
    }

    private void assertCancelled() {
        Receipt receipt = door.takeReceipt();
        assertThat(receipt.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(receipt.requestId()).isEqualTo("the-one-that-leaves");
        assertThat(receipt.cache().result()).isEqualTo(CacheStatus.Result.MISS);
        assertThat(receipt.attempts()).isEqualTo(1);
    }

    private static byte[] chunk(String data) {
        return (Integer.toHexString(data.length()) + "\r\n" + data + "\r\n").getBytes(US_ASCII);
    }
}

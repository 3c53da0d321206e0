package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.provider.Limits;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stream's bytes, and when they reach the client: proved by gates in the upstream's answer. */
@InEachMode
class StreamTest {
    private static final Duration SHORT = Duration.ofMillis(40);

    private final Mode mode;
    private final Gate gate = Gate.named("the upstream goes on");
    private Door door;

    StreamTest(Mode mode) {
        this.mode = mode;
        door = Door.open(mode);
    }

    @AfterEach
    void close() {
        gate.open();
        door.close();
    }

    @Test
    void theBytesAreTheUpstreamsEventsInTheDoorsFrames() {
        door.upstream.enqueue(Answer.sse()
                .chunk("retry: 5\n: comment\nevent: message\nid: 1\ndata:" + Chats.ROLE + "\r\n\r\n")
                .event(Chats.ONE)
                .event(Chats.TWO)
                .event(Chats.FINISH)
                .event(Chats.USAGE)
                .event(Chats.DONE)
                .lastChunk());

        try (RawClient client = door.ask(Chats.streamed("hi"))) {
            RawClient.Head head = client.head();

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-type").replace(" ", "")).isEqualTo("text/event-stream;charset=utf-8");
            assertThat(head.header("cache-control")).isEqualTo("no-cache");
            assertThat(head.header("x-accel-buffering")).isEqualTo("no");
            assertThat(client.body(head))
                    .isEqualTo(Chats.framed(Chats.ROLE, Chats.ONE, Chats.TWO, Chats.FINISH, Chats.DONE));
        }
    }

    @Test
    void theUsageIsSaidToAClientThatAsksForIt() {
        door.upstream.enqueue(Chats.stream());

        String asking = Chats.streamed("hi").replaceFirst("\\{", "{\"stream_options\":{\"include_usage\":true},");

        assertThat(door.chat(asking).body())
                .isEqualTo(Chats.framed(Chats.ROLE, Chats.ONE, Chats.TWO, Chats.FINISH, Chats.USAGE, Chats.DONE));
    }

    @Test
    void theFirstEventArrivesBeforeTheSecondIsSent() {
        door.upstream.enqueue(Answer.sse()
                .event(Chats.ONE)
                .awaits(gate)
                .event(Chats.TWO)
                .event(Chats.FINISH)
                .event(Chats.DONE)
                .lastChunk());

        try (RawClient client = door.ask(Chats.streamed("hi"))) {
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.chunk()).isEqualTo(Chats.framed(Chats.ONE));
            gate.open();
            assertThat(Chats.data(client.chunks())).containsExactly(Chats.TWO, Chats.FINISH, Chats.DONE);
        }
    }

    @Test
    void theHeadDoesNotWaitForContentLongerThanTheHeadDelay() {
        reopen(Door.with(mode).limits(Limits.DEFAULT.withHeadDelay(SHORT)));
        door.upstream.enqueue(Answer.sse()
                .awaits(gate)
                .event(Chats.ONE)
                .event(Chats.FINISH)
                .event(Chats.DONE)
                .lastChunk());

        try (RawClient client = door.ask(Chats.streamed("hi"))) {
            RawClient.Head head = client.head();

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("x-cache")).isEqualTo("MISS");
            gate.open();
            assertThat(Chats.data(client.chunks())).containsExactly(Chats.ONE, Chats.FINISH, Chats.DONE);
        }
    }

    @Test
    void aRoleWithoutContentDoesNotHoldTheHeadEither() {
        reopen(Door.with(mode).limits(Limits.DEFAULT.withHeadDelay(SHORT)));
        door.upstream.enqueue(Answer.sse()
                .event(Chats.ROLE)
                .awaits(gate)
                .event(Chats.ONE)
                .event(Chats.FINISH)
                .event(Chats.DONE)
                .lastChunk());

        try (RawClient client = door.ask(Chats.streamed("hi"))) {
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.chunk()).isEqualTo(Chats.framed(Chats.ROLE));
            gate.open();
            assertThat(Chats.data(client.chunks())).containsExactly(Chats.ONE, Chats.FINISH, Chats.DONE);
        }
    }

    @Test
    void aSilenceIsFilledWithComments() {
        reopen(Door.with(mode).heartbeat(SHORT));
        door.upstream.enqueue(Answer.sse()
                .event(Chats.ONE)
                .awaits(gate)
                .event(Chats.FINISH)
                .event(Chats.DONE)
                .lastChunk());

        try (RawClient client = door.ask(Chats.streamed("hi"))) {
            client.head();
            assertThat(client.chunk()).isEqualTo(Chats.framed(Chats.ONE));
            assertThat(client.chunk()).isEqualTo(": keep-alive\n\n");
            assertThat(client.chunk()).isEqualTo(": keep-alive\n\n");
            gate.open();
            assertThat(Chats.data(client.chunks())).containsExactly(Chats.FINISH, Chats.DONE);
        }
    }

    @Test
    void theEventsAtHandAreFlushedTogether() {
        door.upstream.enqueue(Answer.sse()
                .chunk(Chats.framed(Chats.ROLE, Chats.ONE, Chats.TWO))
                .awaits(gate)
                .chunk(Chats.framed(Chats.FINISH, Chats.USAGE, Chats.DONE))
                .lastChunk());

        try (RawClient client = door.ask(Chats.streamed("hi"))) {
            client.head();
            assertThat(client.chunk()).isEqualTo(Chats.framed(Chats.ROLE, Chats.ONE, Chats.TWO));
            gate.open();
            assertThat(client.chunk()).isEqualTo(Chats.framed(Chats.FINISH, Chats.DONE));
            assertThat(client.chunk()).isEmpty();
        }
    }

    @Test
    void anEventOverMoreBytesThanTheContainersBufferIsWhole() {
        String large = Chats.ONE.replace("one ", "x".repeat(200_000));
        door.upstream.enqueue(
                Answer.sse().event(large).event(Chats.FINISH).event(Chats.DONE).lastChunk());

        assertThat(door.chat(Chats.streamed("hi")).body()).isEqualTo(Chats.framed(large, Chats.FINISH, Chats.DONE));
    }

    @Test
    void theConnectionOfAStreamServesTheNextRequest() {
        door.upstream.enqueue(Chats.stream());

        try (RawClient client = door.ask(Chats.streamed("hi"))) {
            client.body(client.head());
            RawClient.Head next =
                    client.post("/v1/chat/completions", Chats.plain("hi")).head();

            assertThat(next.header("x-cache")).isEqualTo("HIT");
            assertThat(client.body(next)).contains("one two");
        }
    }

    private void reopen(Door.Settings settings) {
        door.close();
        door = settings.open();
    }
}

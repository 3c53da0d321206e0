package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.provider.Limits;
import dev.qlite.provider.Timeouts;
import dev.qlite.testing.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever becomes of a call, its connection is given back: there is only one, and the next call needs it. */
@InEachMode
class NoLeftoverTest {
    private static final Duration HEARTBEAT = Duration.ofMillis(50);

    private final Door door;

    NoLeftoverTest(Mode mode) {
        door = Door.with(mode)
                .maxConnections(1)
                .heartbeat(HEARTBEAT)
                .limits(Limits.DEFAULT
                        .withHeadDelay(Door.SOON)
                        .withMaxEvent(10_000)
                        .withMaxAnswer(10_000))
                .timeouts(Timeouts.DEFAULT.withConnect(Door.SOON))
                .open();
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void afterGoodAnswersTheConnectionIsKept() {
        for (int i = 0; i < 10; i++) {
            door.upstream.enqueue(Chats.document()).enqueue(Chats.stream());
            assertThat(door.chat(Chats.plain("plain " + i)).statusCode()).isEqualTo(200);
            assertThat(door.chat(Chats.streamed("streamed " + i)).statusCode()).isEqualTo(200);
        }
        door.upstream.enqueue(Answer.json(429, "{\"error\":{\"message\":\"slow down\"}}"));
        assertThat(door.chat(Chats.plain("limited")).statusCode()).isEqualTo(429);
        assertAnswers();

        assertThat(door.upstream.connections()).isEqualTo(1);
    }

    @Test
    void afterFaultsTheNextCallIsAnswered() {
        Answer json = Answer.status(200).header("Content-Type", "application/json");
        List<Answer> faults = List.of(
                Answer.raw().cut(),
                Answer.raw().send("garbage\r\n\r\n").stall(),
                json.length(100).send("{").cut(),
                json.body("<html>"),
                json.length(1_000_000).send("{").stall(),
                Answer.status(500)
                        .header("Content-Type", "text/html")
                        .length(2 << 20)
                        .repeat(2 << 10, new byte[1024]),
                Answer.sse().event(Chats.ROLE).cut(),
                Answer.sse().event("garbage").stall(),
                Answer.sse().event("{\"error\":{\"message\":\"no\"}}").stall(),
                Answer.sse().event(Chats.ONE.replace("one", "x".repeat(20_000))).stall());
        for (Answer fault : faults) {
            for (String request : List.of(Chats.plain("hi"), Chats.streamed("hi"))) {
                door.upstream.enqueue(fault);
                assertThat(door.chat(request).statusCode()).isGreaterThanOrEqualTo(500);
                assertAnswers();
            }
        }
    }

    @Test
    void afterClientsThatLeftTheNextCallIsAnswered() {
        for (int i = 0; i < 4; i++) {
            door.upstream.enqueue(Answer.sse().event(Chats.ONE).stall());
            RawClient client = door.ask(Chats.streamed("hi"));
            client.head();
            client.chunk();
            if (i % 2 == 0) {
                client.reset();
            } else {
                client.close();
            }
            assertAnswers();
        }
    }

    /** Waits for the connection, if the call before has not yet given it back. */
    private void assertAnswers() {
        door.upstream.enqueue(Chats.document());
        assertThat(door.chat(Chats.plain("still there?"), "Cache-Control", "no-store")
                        .statusCode())
                .isEqualTo(200);
    }
}

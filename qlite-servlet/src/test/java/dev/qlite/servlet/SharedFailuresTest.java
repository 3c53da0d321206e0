package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.pipeline.Outcome;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An upstream that fails those who share a call: all are told, nothing is stored, and the next one asks again. */
@InEachMode
class SharedFailuresTest {
    private static final Duration SHORT = Duration.ofMillis(40);
    private static final String RATE_LIMITED =
            "{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit_error\",\"param\":null,\"code\":\"slow\"}}";

    private final Mode mode;
    private final Gate gate = Gate.named("all have asked");
    private Door door;

    SharedFailuresTest(Mode mode) {
        this.mode = mode;
        door = Door.open(mode);
    }

    @AfterEach
    void close() {
        gate.open();
        door.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRefusalIsForAll(boolean streamed) {
        door.upstream.enqueue(refusal());
        CompletableFuture<HttpResponse<String>> first = door.begin(streamed ? Chats.streamed("hi") : Chats.plain("hi"));
        door.upstream.takeRequest(Door.SOON);
        CompletableFuture<HttpResponse<String>> plain = door.begin(Chats.plain("hi"));
        CompletableFuture<HttpResponse<String>> stream = door.begin(Chats.streamed("hi"));
        door.aboard.await(2);

        gate.open();

        for (CompletableFuture<HttpResponse<String>> each : List.of(first, plain, stream)) {
            assertThat(each.join().body()).isEqualTo(RATE_LIMITED);
            Errors.assertError(each.join(), 429);
            assertThat(each.join().headers().firstValue("X-Cache")).contains("MISS");
        }
        assertAllHaveFailed(3);
        assertTheNextAsksAgain();
    }

    @Test
    void aPlainCallThatSharesAStreamThatBreaksHasAStatus() {
        door.upstream.enqueue(Answer.sse().awaits(gate).event(Chats.ONE).cut());
        CompletableFuture<HttpResponse<String>> stream = door.begin(Chats.streamed("hi"));
        door.upstream.takeRequest(Door.SOON);
        CompletableFuture<HttpResponse<String>> plain = door.begin(Chats.plain("hi"));
        door.aboard.await(1);

        gate.open();

        Errors.assertError(plain.join(), 502);
        assertThat(Chats.data(stream.join().body()))
                .hasSize(2)
                .startsWith(Chats.ONE)
                .doesNotContain(Chats.DONE);
        assertAllHaveFailed(2);
        assertTheNextAsksAgain();
    }

    @Test
    void aStreamThatHasBegunWithCommentsEndsWithAnErrorEvent() {
        door.close();
        door = Door.with(mode).heartbeat(SHORT).open();
        door.upstream.enqueue(refusal());
        CompletableFuture<HttpResponse<String>> plain = door.begin(Chats.plain("hi"));
        door.upstream.takeRequest(Door.SOON);
        try (RawClient stream = door.ask(Chats.streamed("hi"))) {
            assertThat(stream.head().status()).isEqualTo(200);
            assertThat(stream.chunk()).isEqualTo(": keep-alive\n\n");
            gate.open();

            assertThat(Chats.data(stream.chunks())).containsExactly(RATE_LIMITED);
        }
        Errors.assertError(plain.join(), 429);
        assertAllHaveFailed(2);
        assertTheNextAsksAgain();
    }

    private Answer refusal() {
        return Answer.raw()
                .awaits(gate)
                .send("HTTP/1.1 429 Wrong\r\nContent-Type: application/json\r\n")
                .body(RATE_LIMITED);
    }

    private void assertAllHaveFailed(int calls) {
        for (int i = 0; i < calls; i++) {
            assertThat(door.takeReceipt().outcome()).isEqualTo(Outcome.FAILED);
        }
    }

    private void assertTheNextAsksAgain() {
        assertThat(door.upstream.calls()).isEqualTo(1);
        door.upstream.enqueue(Chats.document());
        assertThat(door.chat(Chats.plain("hi")).headers().firstValue("X-Cache")).contains("MISS");
        assertThat(door.upstream.calls()).isEqualTo(2);
    }
}

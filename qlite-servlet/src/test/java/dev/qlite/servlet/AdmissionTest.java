package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.qlite.Qlite;
import dev.qlite.json.Json;
import dev.qlite.provider.mock.MockProvider;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much may be under way at a time: one more is refused before anything is paid for. */
@InEachMode
class AdmissionTest {
    private static final CallerResolver KEYS = request -> request.getHeader("Authorization") == null
            ? null
            : CallerResolver.anybody().resolve(request);

    private final Mode mode;
    private final Gate gate = Gate.named("the others wait");
    private Door door;

    AdmissionTest(Mode mode) {
        this.mode = mode;
        this.door = Door.with(mode).maxInFlight(2).open();
    }

    @AfterEach
    void close() {
        gate.open();
        door.close();
    }

    @Test
    void oneTooManyIsA503BeforeTheUpstreamIsAsked() {
        waitForTheGate();
        try (RawClient one = door.ask(Chats.plain("one"));
                RawClient two = door.ask(Chats.plain("two"))) {
            door.upstream.takeRequest(Door.SOON);
            door.upstream.takeRequest(Door.SOON);

            HttpResponse<String> three = door.chat(Chats.plain("three"));

            Json error = Errors.assertError(three, 503);
            assertThat(Errors.text(error, "code")).isEqualTo("overloaded");
            assertThat(Errors.text(error, "type")).isEqualTo("server_error");
            assertThat(three.headers().allValues("Retry-After")).containsExactly("1");
            assertThat(door.upstream.calls()).isEqualTo(2);
            assertThat(door.get("/health").statusCode()).isEqualTo(200);

            gate.open();
            assertThat(one.head().status()).isEqualTo(200);
            assertThat(two.head().status()).isEqualTo(200);
        }
    }

    @Test
    void itIsSaidBeforeTheBodyIsRead() {
        waitForTheGate();
        try (RawClient one = door.ask(Chats.plain("one"));
                RawClient two = door.connect().begin("/v1/chat/completions", 1000);
                RawClient three = door.connect()) {
            door.upstream.takeRequest(Door.SOON);
            awaitFull();
            three.begin("/v1/chat/completions", 1_000);

            assertThat(three.head().status()).isEqualTo(503);
            assertThat(door.upstream.calls()).isEqualTo(1);

            gate.open();
            two.send(" ".repeat(1_000));
            assertThat(two.head().status()).isEqualTo(400);
            assertThat(one.head().status()).isEqualTo(200);
        }
    }

    @Test
    void aPlaceIsFreeAgainOnceTheAnswerIsThere() {
        reopen(Door.with(mode).maxInFlight(10)); // an answer's last byte may be here before its place is free
        for (int i = 0; i < 20; i++) {
            assertThat(door.chat(Chats.plain("mock-gpt", "call " + i)).statusCode())
                    .isEqualTo(200);
            assertThat(door.chat(Chats.streamed("mock-gpt", "call " + i)).statusCode())
                    .isEqualTo(200);
            assertThat(door.chat("{").statusCode()).isEqualTo(400);
            assertThat(door.chat(Chats.plain("nobody's", "x")).statusCode()).isEqualTo(404);
            assertThat(door.get("/v1/models/gpt-4o").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatLeavesGivesItsPlaceBack() {
        reopen(Door.with(mode).maxInFlight(1).heartbeat(Duration.ofMillis(20)));
        for (int i = 0; i < 3; i++) {
            door.upstream.enqueue(Answer.sse().event(Chats.ONE).stall());
            askOnceThereIsAPlace(Chats.streamed("call " + i)).close();
            door.upstream.takeRequest(Door.SOON).awaitClientClosed(Door.SOON);
        }
    }

    @Test
    void whoIsNotLetInTakesNoPlaceForLong() {
        reopen(Door.with(mode).maxInFlight(1).callers(KEYS));
        try (RawClient stranger = door.connect().begin("/v1/chat/completions", 1000)) {
            assertThat(stranger.head().status()).isEqualTo(401); // and its body is still awaited
            awaitFreePlace();
        }
    }

    @Test
    void bodiesTogetherStayWithinTheirBound() {
        reopen(Door.with(mode).maxBuffered(300_000));
        waitForTheGate();
        String large = Chats.plain("x".repeat(200_000));
        try (RawClient one = door.ask(large)) {
            door.upstream.takeRequest(Door.SOON);

            Json error = Errors.assertError(door.chat(large), 503);
            assertThat(Errors.text(error, "code")).isEqualTo("overloaded");
            assertThat(Errors.text(error, "message")).contains("max_buffered");

            gate.open();
            assertThat(one.head().status()).isEqualTo(200);
        }
        assertThat(awaitEmpty()).isZero();
        assertThat(door.chat(large.replace("xx", "yx")).statusCode()).isEqualTo(200);
    }

    @Test
    void anAnswerForWhoseRecordingThereIsNoRoomPassesAndIsNotKept() {
        reopen(Door.with(mode).maxBuffered(6_000));
        String word = Chats.ONE.replace("one ", "x".repeat(8_000));
        door.upstream.always(Answer.sse(word, Chats.FINISH, Chats.DONE));

        assertThat(door.chat(Chats.streamed("hi")).body()).isEqualTo(Chats.framed(word, Chats.FINISH, Chats.DONE));
        assertThat(door.chat(Chats.streamed("hi")).headers().firstValue("X-Cache"))
                .hasValue("MISS");
        assertThat(awaitEmpty()).isZero();
    }

    @Test
    void noPlacesAtAllMakeNoSense() {
        try (Qlite qlite = Qlite.builder()
                .provider(MockProvider.builder().build(), "mock-*")
                .build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> QliteServlet.builder(qlite).maxInFlight(0))
                    .withMessage("max_in_flight: 0 (expected: > 0)");
        }
    }

    private void reopen(Door.Settings settings) {
        door.close();
        door = settings.open();
    }

    /** The upstream's answers wait for the gate. */
    private void waitForTheGate() {
        door.upstream.always(request -> Answer.status(200)
                .awaits(gate)
                .header("Content-Type", "application/json")
                .body(Chats.DOCUMENT));
    }

    private RawClient askOnceThereIsAPlace(String body) {
        long until = System.nanoTime() + Door.SOON.toNanos();
        RawClient client = door.ask(body);
        while (client.head().status() == 503) {
            assertThat(System.nanoTime()).as("a place is free").isLessThan(until);
            client.close();
            client = door.ask(body);
        }
        return client;
    }

    /** A place is given back soon after an answer's last byte. */
    private void awaitFreePlace() {
        long until = System.nanoTime() + Door.SOON.toNanos();
        while (door.text(door.chatRequest(Chats.plain("mock-gpt", "hi"), "Authorization", "Bearer k"))
                        .statusCode()
                == 503) {
            assertThat(System.nanoTime()).as("a place is free").isLessThan(until);
        }
    }

    /** A request's head takes its place a moment after it is sent. */
    private void awaitFull() {
        long until = System.nanoTime() + Door.SOON.toNanos();
        while (door.get("/v1/models/gpt-4o").statusCode() == 200) {
            assertThat(System.nanoTime()).as("no place is free").isLessThan(until);
        }
    }

    private long awaitEmpty() {
        long until = System.nanoTime() + Door.SOON.toNanos();
        while (door.budget().held() > 0 && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        return door.budget().held();
    }
}

package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many asynchronous calls may wait: one more is refused before anything is paid for. */
@Timeout(60)
class AdmissionTest {
    private final Door door = Door.with(Mode.ASYNC).maxWaiting(2).open();
    private final Gate gate = Gate.named("the others wait");

    @AfterEach
    void close() {
        gate.open();
        door.close();
    }

    @Test
    void oneTooManyIsA503BeforeTheUpstreamIsAsked() {
        door.upstream.always(request -> Answer.status(200)
                .awaits(gate)
                .header("Content-Type", "application/json")
                .body(Chats.DOCUMENT));
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
            assertThat(door.chat("{").statusCode()).isEqualTo(400);

            gate.open();
            assertThat(one.head().status()).isEqualTo(200);
            assertThat(two.head().status()).isEqualTo(200);
        }
    }

    @Test
    void aPlaceIsFreeAgainOnceTheAnswerIsThere() {
        for (int i = 0; i < 5; i++) {
            assertThat(door.chat(Chats.plain("mock-gpt", "call " + i)).statusCode())
                    .isEqualTo(200);
        }
    }
}

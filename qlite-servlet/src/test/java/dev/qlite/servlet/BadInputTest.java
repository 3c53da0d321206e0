package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a request is said in OpenAI's words, asks nothing of the upstream, and harms nobody else. */
@OnEachContainer
class BadInputTest {
    private final ContainerKind container;
    private final Door door;

    BadInputTest(ContainerKind container) {
        this.container = container;
        this.door = BadInputs.door(container).open();
    }

    @AfterEach
    void close() {
        door.close();
    }

    static List<BadInput> inputs() {
        return BadInputs.all();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void isRefusedInWords(BadInput input) {
        try (RawClient client = door.connect().send(input.bytes())) {
            RawClient.Head head = client.head();
            String body = client.toEnd();

            if (input.others().containsKey(container)) {
                assertThat(head.status()).isEqualTo(input.others().get(container));
            } else {
                assertThat(head.status()).as(body).isEqualTo(input.status());
                assertThat(head.header("content-type")).isEqualTo("application/json");
                assertError(Errors.assertEnvelope(body), input);
            }
        }
        assertStillServing();
    }

    private static void assertError(Json error, BadInput input) {
        assertThat(Errors.text(error, "type")).isEqualTo("invalid_request_error");
        assertThat(Errors.text(error, "param")).isEqualTo(input.param());
        assertThat(Errors.text(error, "code")).isEqualTo(input.code());
    }

    private void assertStillServing() {
        HttpResponse<String> next =
                door.chat(Chats.plain("mock-gpt", "still there?"), "X-Qlite-Key", BadInput.QLITE_KEY);
        assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
        assertThat(door.upstream.calls()).isZero();
    }
}

package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.testing.Answer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The name of a request: the client's own if it is well-formed. */
@InEachMode
class RequestIdTest {
    private final Door door;

    RequestIdTest(Mode mode) {
        door = Door.open(mode);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "req-1_2.3:4", "0123456789012345678901234567890123456789"})
    void aWellFormedIdIsTakenOver(String id) {
        HttpResponse<String> answer = door.chat(Chats.plain("mock-gpt", "hi"), "X-Request-Id", id);

        assertThat(answer.headers().allValues("X-Request-Id")).containsExactly(id);
        assertThat(door.takeReceipt().requestId()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\tb", "a,b", "<script>", "sk-{}", "ä", "$(id)"})
    void anyOtherIsReplaced(String id) {
        RawClient.Head head =
                door.ask(Chats.plain("mock-gpt", "hi"), "X-Request-Id: " + id).head();

        assertThat(head.header("x-request-id")).matches("req_[0-9a-z]+").isNotEqualTo(id);
        assertThat(door.takeReceipt().requestId()).isEqualTo(head.header("x-request-id"));
    }

    @Test
    void aTooLongOneIsReplaced() {
        HttpResponse<String> longest = door.chat(Chats.plain("mock-gpt", "hi"), "X-Request-Id", "x".repeat(128));
        HttpResponse<String> tooLong = door.chat(Chats.plain("mock-gpt", "hi"), "X-Request-Id", "x".repeat(129));

        assertThat(id(longest)).isEqualTo("x".repeat(128));
        assertThat(id(tooLong)).startsWith("req_");
    }

    @Test
    void errorsAndStreamsHaveOneToo() {
        assertThat(id(door.chat("{", "X-Request-Id", "bad"))).isEqualTo("bad");
        assertThat(id(door.chat(Chats.plain("mock-500", "hi"), "X-Request-Id", "broken")))
                .isEqualTo("broken");
        assertThat(id(door.chat(Chats.streamed("mock-gpt", "hi"), "X-Request-Id", "stream")))
                .isEqualTo("stream");
        assertThat(id(door.get("/health"))).startsWith("req_");
        assertThat(id(door.get("/nowhere"))).startsWith("req_");
    }

    @Test
    void theUpstreamsOwnIdHasAHeaderOfItsOwn() {
        door.upstream.enqueue(Answer.status(200)
                .header("Content-Type", "application/json")
                .header("x-request-id", "upstreams-id")
                .header("x-ratelimit-remaining-requests", "7")
                .header("Set-Cookie", "session=1")
                .header("Server", "upstream")
                .body(Chats.DOCUMENT));

        HttpResponse<String> answer = door.chat(Chats.plain("hi"), "X-Request-Id", "mine");

        assertThat(id(answer)).isEqualTo("mine");
        assertThat(answer.headers().firstValue("X-Upstream-Request-Id")).contains("upstreams-id");
        assertThat(answer.headers().firstValue("X-RateLimit-Remaining-Requests"))
                .contains("7");
        assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
        assertThat(answer.headers().allValues("Server")).doesNotContain("upstream");
    }

    private static String id(HttpResponse<?> answer) {
        assertThat(answer.headers().allValues("X-Request-Id")).hasSize(1);
        return answer.headers().firstValue("X-Request-Id").orElseThrow();
    }
}

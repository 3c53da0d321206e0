package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.pipeline.Receipt;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client's headers make of the cache. */
@InEachMode
class CacheControlsTest {
    private final Mode mode;
    private Door door;

    CacheControlsTest(Mode mode) {
        this.mode = mode;
        this.door = Door.open(mode);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void onlyIfCachedIsAnsweredFromTheCacheOrRefused() {
        door.upstream.enqueue(Chats.document());

        HttpResponse<String> none = door.chat(Chats.plain("hi"), "Cache-Control", "only-if-cached");
        assertThat(Errors.text(Errors.assertError(none, 504), "code")).isEqualTo("not_cached");
        assertThat(header(none, "X-Cache")).isEqualTo("MISS");
        assertThat(door.upstream.calls()).isZero();

        door.chat(Chats.plain("hi"));
        HttpResponse<String> hit = door.chat(Chats.streamed("hi"), "Cache-Control", "only-if-cached");
        assertThat(hit.statusCode()).isEqualTo(200);
        assertThat(header(hit, "X-Cache")).isEqualTo("HIT");
    }

    @Test
    void onlyIfCachedIsRefusedForWhatIsNeverKept() {
        HttpResponse<String> embeddings = door.text(door.request(
                        "/v1/embeddings", "POST", BodyPublishers.ofString("{\"model\":\"gpt-4o\",\"input\":\"a\"}"))
                .header("Cache-Control", "only-if-cached")
                .build());

        Errors.assertError(embeddings, 504);
        assertThat(header(embeddings, "X-Cache")).isEqualTo("BYPASS");
        assertThat(door.upstream.calls()).isZero();
    }

    /** Written out it would fill a disk. */
    @Test
    void aNumberBeyondAllMeasurePassesAsItCameAndIsInTheKey() {
        door.upstream.always(Chats.document());
        String huge = Chats.plain("hi").replaceFirst("\\{", "{\"temperature\":1e999999999,");

        assertThat(header(door.chat(huge), "X-Cache")).isEqualTo("MISS");
        assertThat(door.upstream.takeRequest(Door.SOON).text()).isEqualTo(huge);
        assertThat(header(door.chat(huge.replace("1e9", "10e9").replace("999999999", "99999998")), "X-Cache"))
                .isEqualTo("MISS");
        assertThat(header(door.chat(huge.replace("1e999999999", "0.1e1000000000")), "X-Cache"))
                .isEqualTo("HIT");
    }

    @Test
    void aNamespaceNarrows() {
        door.upstream.always(Chats.document());
        door.chat(Chats.plain("hi"), "X-Cache-Namespace", "a");

        assertThat(header(door.chat(Chats.plain("hi"), "X-Cache-Namespace", "a"), "X-Cache"))
                .isEqualTo("HIT");
        assertThat(header(door.chat(Chats.plain("hi"), "X-Cache-Namespace", "b"), "X-Cache"))
                .isEqualTo("MISS");
        assertThat(header(door.chat(Chats.plain("hi")), "X-Cache")).isEqualTo("MISS");
        assertThat(header(
                        door.chat(Chats.plain("hi"), "X-Cache-Namespace", "a", "Authorization", "Bearer other"),
                        "X-Cache"))
                .isEqualTo("MISS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "", "\u00e9"})
    void whatIsNoNamespaceIsRefused(String namespace) {
        door.upstream.always(Chats.document());
        try (RawClient client = door.ask(Chats.plain("hi"), "X-Cache-Namespace: " + namespace)) {
            assertThat(client.head().status()).isEqualTo(namespace.isEmpty() ? 200 : 400);
        }
        Errors.assertError(door.chat(Chats.plain("hi"), "X-Cache-Namespace", "x".repeat(129)), 400);
    }

    @Test
    void anExplanationIsGivenWhereTheOwnerAllowsIt() {
        door.upstream.always(Chats.document());
        assertThat(door.chat(Chats.plain("hi"), "X-Qlite-Explain", "1")
                        .headers()
                        .firstValue("X-Qlite-Explain"))
                .isEmpty();
        door.close();
        door = Door.with(mode).explain().open();
        door.upstream.always(Chats.document());

        Json miss = explanation(door.chat(Chats.plain("hi"), "X-Qlite-Explain", "1"));
        Json hit = explanation(door.chat(Chats.streamed("hi"), "X-Qlite-Explain", "1"));
        Json bypass = explanation(door.chat(Chats.plain("hi"), "X-Qlite-Explain", "1", "Cache-Control", "no-store"));

        assertThat(miss.get("result").asString()).isEqualTo("fwd=miss");
        assertThat(hit.get("result").asString()).startsWith("hit; ttl=");
        assertThat(hit.get("key")).isEqualTo(miss.get("key"));
        assertThat(hit.get("in")).isEqualTo(miss.get("in"));
        assertThat(bypass.get("decision").asString()).isEqualTo("no-store: neither looked for nor stored");
        assertThat(door.chat(Chats.plain("hi")).headers().firstValue("X-Qlite-Explain"))
                .isEmpty();
        Receipt receipt = door.takeReceipt();
        assertThat(receipt.attempts()).isEqualTo(1);
    }

    private static Json explanation(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.parse(header(answer, "X-Qlite-Explain"));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}

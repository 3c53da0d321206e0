package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an answer's bytes and headers say when it is new, and when it comes from the cache. */
@InEachMode
class CacheHeadersTest {
    private final Door door;

    CacheHeadersTest(Mode mode) {
        door = Door.open(mode);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void aMissGivesTheUpstreamsBytes() {
        door.upstream.enqueue(Chats.document());

        HttpResponse<String> miss = door.chat(Chats.plain("hi"));

        assertThat(miss.statusCode()).isEqualTo(200);
        assertThat(miss.body()).isEqualTo(Chats.DOCUMENT);
        assertThat(header(miss, "Content-Type")).isEqualTo("application/json");
        assertThat(header(miss, "X-Cache")).isEqualTo("MISS");
        assertThat(header(miss, "Cache-Status")).isEqualTo("qlite; fwd=miss");
        assertThat(header(miss, "X-Provider")).isEqualTo("up");
        assertThat(header(miss, "X-Tokens-Saved")).isEqualTo("0");
        assertThat(miss.headers().firstValue("Age")).isEmpty();
    }

    @Test
    void aHitGivesTheSameBytesAndSkipsTheUpstream() {
        door.upstream.enqueue(Chats.document());
        HttpResponse<String> miss = door.chat(Chats.plain("hi"));

        HttpResponse<String> hit = door.chat(Chats.plain("hi"));

        assertThat(door.upstream.calls()).isEqualTo(1);
        assertThat(hit.body()).isEqualTo(Chats.DOCUMENT);
        assertThat(header(hit, "X-Cache")).isEqualTo("HIT");
        assertThat(header(hit, "Cache-Status")).matches("qlite; hit; ttl=(3600|3599)");
        assertThat(header(hit, "Age")).matches("\\d+");
        assertThat(header(hit, "X-Provider")).isEqualTo("up");
        assertThat(header(hit, "X-Tokens-Saved")).isEqualTo("5");
        assertThat(header(hit, "X-Request-Id")).isNotEqualTo(header(miss, "X-Request-Id"));
    }

    @Test
    void aStreamMissesWithTheSameHeaders() {
        door.upstream.enqueue(Chats.stream());

        HttpResponse<String> miss = door.chat(Chats.streamed("hi"));

        assertThat(miss.statusCode()).isEqualTo(200);
        assertThat(header(miss, "X-Cache")).isEqualTo("MISS");
        assertThat(header(miss, "Cache-Status")).isEqualTo("qlite; fwd=miss");
        assertThat(header(miss, "X-Provider")).isEqualTo("up");
        assertThat(header(miss, "X-Tokens-Saved")).isEqualTo("0");
        assertThat(header(miss, "X-Request-Id")).startsWith("req_");
    }

    @Test
    void aStreamedHitReplaysTheEvents() {
        door.upstream.enqueue(Chats.stream());
        HttpResponse<String> miss = door.chat(Chats.streamed("hi"));

        HttpResponse<String> hit = door.chat(Chats.streamed("hi"));

        assertThat(door.upstream.calls()).isEqualTo(1);
        assertThat(hit.body()).isEqualTo(miss.body());
        assertThat(header(hit, "Content-Type")).startsWith("text/event-stream");
        assertThat(header(hit, "X-Cache")).isEqualTo("HIT");
        assertThat(header(hit, "X-Tokens-Saved")).isEqualTo("5");
        assertThat(header(hit, "Age")).matches("\\d+");
    }

    @Test
    void aPlainCallHitsAStreamedAnswer() {
        door.upstream.enqueue(Chats.stream());
        door.chat(Chats.streamed("hi"));

        HttpResponse<String> hit = door.chat(Chats.plain("hi"));

        assertThat(header(hit, "X-Cache")).isEqualTo("HIT");
        assertThat(header(hit, "Content-Type")).isEqualTo("application/json");
        assertThat(hit.body())
                .contains("\"content\":\"one two\"", "\"finish_reason\":\"stop\"", "\"total_tokens\":5")
                .doesNotContain("data:");
    }

    @Test
    void aStreamedCallHitsAPlainAnswer() {
        door.upstream.enqueue(Chats.document());
        door.chat(Chats.plain("hi"));

        HttpResponse<String> hit = door.chat(Chats.streamed("hi"));

        assertThat(header(hit, "X-Cache")).isEqualTo("HIT");
        assertThat(header(hit, "Content-Type")).startsWith("text/event-stream");
        assertThat(Chats.text(hit.body())).isEqualTo("Hallöchen world");
        assertThat(hit.body()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void noCacheAsksAgainAndStoresTheAnswer() {
        door.upstream.enqueue(Chats.document()).enqueue(Chats.document());
        door.chat(Chats.plain("hi"));

        HttpResponse<String> refreshed = door.chat(Chats.plain("hi"), "Cache-Control", "max-age=9, No-Cache");
        HttpResponse<String> hit = door.chat(Chats.plain("hi"));

        assertThat(header(refreshed, "X-Cache")).isEqualTo("MISS");
        assertThat(header(refreshed, "Cache-Status")).isEqualTo("qlite; fwd=request");
        assertThat(header(hit, "X-Cache")).isEqualTo("HIT");
        assertThat(door.upstream.calls()).isEqualTo(2);
    }

    @Test
    void noStoreNeitherLooksNorStores() {
        door.upstream.always(Chats.document());

        HttpResponse<String> first = door.chat(Chats.plain("hi"), "Cache-Control", "no-store");
        HttpResponse<String> second = door.chat(Chats.plain("hi"));
        HttpResponse<String> third = door.chat(Chats.plain("hi"), "Cache-Control", "no-store");

        assertThat(header(first, "X-Cache")).isEqualTo("BYPASS");
        assertThat(header(first, "Cache-Status")).isEqualTo("qlite; fwd=bypass");
        assertThat(header(second, "X-Cache")).isEqualTo("MISS");
        assertThat(header(third, "X-Cache")).isEqualTo("BYPASS");
        assertThat(door.upstream.calls()).isEqualTo(3);
    }

    @Test
    void twoKeysDoNotShareAnAnswer() {
        door.upstream.always(Chats.document());
        door.chat(Chats.plain("hi"), "Authorization", "Bearer one");

        HttpResponse<String> other = door.chat(Chats.plain("hi"), "Authorization", "Bearer two");
        HttpResponse<String> same = door.chat(Chats.plain("hi"), "Authorization", "bearer one");
        HttpResponse<String> nobody = door.chat(Chats.plain("hi"));

        assertThat(header(other, "X-Cache")).isEqualTo("MISS");
        assertThat(header(same, "X-Cache")).isEqualTo("HIT");
        assertThat(header(nobody, "X-Cache")).isEqualTo("MISS");
    }

    @Test
    void theCallersKeyStaysHere() {
        door.upstream.always(Chats.document());

        door.chat(Chats.plain("hi"), "Authorization", "Bearer the-callers-own", "X-Private", "the-callers-own");

        assertThat(door.upstream.takeRequest(Door.SOON).headers().toString()).doesNotContain("the-callers-own");
    }

    @Test
    void anAliasIsAnsweredByItsModel() {
        door.upstream.always(Chats.document());
        door.chat(Chats.plain("fast", "hi"));

        HttpResponse<String> hit = door.chat(Chats.plain("gpt-4o", "hi"));

        assertThat(header(hit, "X-Cache")).isEqualTo("HIT");
        assertThat(door.upstream.takeRequest(Door.SOON).text()).contains("\"model\":\"gpt-4o\"");
    }

    private static String header(HttpResponse<?> response, String name) {
        assertThat(response.headers().allValues(name)).as(name).hasSize(1);
        return response.headers().firstValue(name).orElseThrow();
    }
}

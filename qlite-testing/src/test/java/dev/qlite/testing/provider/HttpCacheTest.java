package dev.qlite.testing.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.Qlite;
import dev.qlite.json.Json;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Outcome;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.testing.Answer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The cache over HTTP: one upstream call serves both modes. What failed is asked again: the fixture sees to that. */
final class HttpCacheTest extends GatewayFixture {
    private static final String ASKS_FOR_USAGE =
            "{\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":true,"
                    + "\"stream_options\":{\"include_usage\":true}}";

    static Stream<Arguments> modes() {
        return Stream.of(Mode.values())
                .flatMap(asked -> Stream.of(Mode.values()).map(again -> Arguments.of(asked, again)));
    }

    @ParameterizedTest(name = "{0}, then {1}")
    @MethodSource("modes")
    void anAnswerServesBothModes(Mode asked, Mode again) {
        Qlite qlite = gateway();
        upstream.enqueue(Said.whole(asked));

        assertThat(text(qlite, asked)).isEqualTo(TEXT);
        Receipt miss = receipt();
        assertThat(text(qlite, again)).isEqualTo(TEXT);
        Receipt hit = receipt();

        assertThat(upstream.calls()).isEqualTo(1);
        assertThat(miss.cache()).isEqualTo(CacheStatus.MISS);
        assertThat(miss.billed()).isTrue();
        assertThat(hit.cache().isHit()).isTrue();
        assertThat(hit.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(hit.attempts()).isZero();
        assertThat(hit.billed()).isFalse();
        assertThat(hit.usage().totalTokens()).isEqualTo(9);
    }

    @Test
    void aHitIsTheSameBytes() {
        Qlite qlite = gateway();
        upstream.enqueue(Said.whole(Mode.PLAIN));
        String first = document(qlite.handle(Mode.PLAIN.call().build()));

        try (Reply reply = qlite.handle(Mode.PLAIN.call().build())) {
            assertThat(reply.head().cache().isHit()).isTrue();
            assertThat(document(reply)).isEqualTo(first).isEqualTo(Said.document("Hello"));
        }
    }

    @Test
    void aStreamedHitIsTheSameEvents() {
        Qlite qlite = gateway();
        upstream.enqueue(Said.whole(Mode.STREAMED));
        Pulled first = Pulled.all(qlite.handle(Mode.STREAMED.call().build()));
        Pulled hit = Pulled.all(qlite.handle(Mode.STREAMED.call().build()));
        Pulled hitWithUsage =
                Pulled.all(qlite.handle(Mode.callOf(ASKS_FOR_USAGE).build()));

        assertThat(hit.data()).isEqualTo(first.data()).containsExactly(Said.ROLE, Said.HEL, Said.LO, Said.FINISH);
        assertThat(hitWithUsage.data()).containsExactly(Said.ROLE, Said.HEL, Said.LO, Said.FINISH, Said.USAGE);
        assertThat(upstream.calls()).isEqualTo(1);
    }

    @Test
    void aPlainHitOfAStreamHasItsIdAndUsage() {
        Qlite qlite = gateway();
        upstream.enqueue(Said.whole(Mode.STREAMED));
        text(qlite, Mode.STREAMED);

        Json document = Json.parse(document(qlite.handle(Mode.PLAIN.call().build())));
        assertThat(document.get("id").asString()).isEqualTo("c-1");
        assertThat(document.get("usage").get("prompt_tokens").asInt()).isEqualTo(7);
    }

    @Test
    void anAliasSharesItsEntry() {
        Qlite qlite = gateway();
        upstream.enqueue(Said.whole(Mode.PLAIN));
        text(qlite, Mode.PLAIN);

        for (String name : new String[] {"fast", "up/m-1"}) {
            String body = "{\"messages\":[{\"content\":\"Hi\", \"role\":\"user\"}],\"model\":\"" + name + "\"}";
            assertThat(document(qlite.handle(Mode.callOf(body).build()))).isEqualTo(Said.document("Hello"));
        }
        assertThat(upstream.calls()).isEqualTo(1);
    }

    @Test
    void anotherCallerIsAskedAnew() {
        Qlite qlite = gateway();
        upstream.enqueue(Said.whole(Mode.PLAIN)).enqueue(Said.whole(Mode.PLAIN));
        text(qlite, Mode.PLAIN);
        document(qlite.handle(Mode.PLAIN.call().caller(Caller.named("team-b")).build()));

        assertThat(upstream.calls()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void noCacheAsksAnewAndStores(Mode mode) {
        Qlite qlite = gateway();
        upstream.enqueue(Answer.json(200, Said.document("old"))).enqueue(Said.whole(mode));
        text(qlite, Mode.PLAIN);
        try (Reply reply = qlite.handle(
                mode.call().cacheControl(CacheControl.parse("no-cache")).build())) {
            assertThat(reply.head().cache()).isEqualTo(CacheStatus.REQUESTED);
            if (mode == Mode.STREAMED) {
                Pulled.all(reply);
            }
        }

        assertThat(text(qlite, mode)).isEqualTo(TEXT);
        assertThat(upstream.calls()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void noStoreNeitherLooksNorStores(Mode mode) {
        Qlite qlite = gateway();
        upstream.enqueue(Said.whole(mode));
        try (Reply reply = qlite.handle(
                mode.call().cacheControl(CacheControl.parse("no-store")).build())) {
            assertThat(reply.head().cache()).isEqualTo(CacheStatus.BYPASS);
            if (mode == Mode.STREAMED) {
                Pulled.all(reply);
            }
        }
        receipt();
        assertAsksAgain(qlite, mode);
    }

    @Test
    void aFilteredAnswerIsNotStored() {
        Qlite qlite = gateway();
        upstream.enqueue(Answer.json(200, Said.document("Hello").replace("\"stop\"", "\"content_filter\"")));
        text(qlite, Mode.PLAIN);
        receipt();
        assertAsksAgain(qlite, Mode.PLAIN);
    }

    @Test
    void aFilteredStreamIsNotStored() {
        Qlite qlite = gateway();
        upstream.enqueue(
                Answer.sse(Said.HEL, Said.LO, Said.FINISH.replace("\"stop\"", "\"content_filter\""), Said.DONE));
        text(qlite, Mode.STREAMED);
        receipt();
        assertAsksAgain(qlite, Mode.STREAMED);
    }

    @Test
    void aStreamWithoutAFinishReasonIsNotStored() {
        Qlite qlite = gateway();
        upstream.enqueue(Answer.sse(Said.HEL, Said.LO, Said.DONE));
        assertThat(text(qlite, Mode.STREAMED)).isEqualTo(TEXT);
        receipt();
        assertAsksAgain(qlite, Mode.STREAMED);
    }

    @Test
    void aStreamWithoutDoneThatIsFramedIsStored() {
        Qlite qlite = gateway();
        upstream.enqueue(Answer.sse(Said.HEL, Said.LO, Said.FINISH));
        assertThat(text(qlite, Mode.STREAMED)).isEqualTo(TEXT);
        assertThat(text(qlite, Mode.PLAIN)).isEqualTo(TEXT);
        assertThat(upstream.calls()).isEqualTo(1);
    }
}

package dev.qlite.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.Chunks;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Outcome;
import dev.qlite.pipeline.Pulls;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One entry serves plain and streaming clients. */
class ReplayTest {
    private final CacheFixture house = new CacheFixture();

    @Test
    void aStreamIsReplayedEventByEvent() {
        String odd =
                "{ \"choices\":[{\"index\":0,\"delta\":{\"content\":\"\\u0061\"},\"finish_reason\":\"stop\"}],\"x\":1.50 }";
        house.streams(Event.NOT_YET, odd, Event.NOT_YET, Chunks.usage(2, 3));

        List<String> first = house.pull(Calls.streamedWithUsage());

        assertThat(house.pull(Calls.streamedWithUsage())).isEqualTo(first).containsExactly(odd, Chunks.usage(2, 3));
        assertThat(house.asked()).isEqualTo(1);
    }

    @Test
    void theUsageChunkIsKeptButShownOnlyToWhoAsks() {
        house.streams(Chunks.finish("stop"), Chunks.usage(2, 3));

        assertThat(house.pull(Calls.streamed())).containsExactly(Chunks.finish("stop"));
        assertThat(house.pull(Calls.streamedWithUsage())).containsExactly(Chunks.finish("stop"), Chunks.usage(2, 3));
        assertThat(house.pull(Calls.streamed())).containsExactly(Chunks.finish("stop"));
        assertThat(house.asked()).isEqualTo(1);
    }

    @Test
    void aPlainClientIsServedFromAStream() {
        house.streams(
                Chunks.delta("{\"role\":\"assistant\",\"content\":\"hi\",\"refusal\":null}"),
                Chunks.finish("stop"),
                Chunks.usage(2, 3));
        house.pull(Calls.streamed());

        Reply.Document hit = house.plain();

        assertThat(hit.head().cache()).isEqualTo(CacheStatus.hit(0, 600));
        assertThat(hit.head().usage()).isNotNull();
        assertThat(Tree.of(hit.body())).isEqualTo(Tree.of(Calls.answer("hi")));
        assertThat(house.asked()).isEqualTo(1);
    }

    @Test
    void aStreamingClientIsServedFromADocument() {
        house.answers(Calls.answer("hi there"));
        house.plain();

        try (Reply.Events hit = house.stream(Calls.streamedWithUsage())) {
            assertThat(hit.head().cache().isHit()).isTrue();
            List<Json> chunks = Pulls.chunks(hit);
            assertThat(chunks).extracting(chunk -> chunk.get("id").asString()).containsOnly("c1");
            StringBuilder text = new StringBuilder();
            chunks.forEach(chunk -> {
                Json piece = chunk.get("choices").get(0).get("delta").get("content");
                text.append(piece.isString() ? piece.asString() : "");
            });
            assertThat(text).hasToString("hi there");
            assertThat(hit.receipt().cache().isHit()).isTrue();
            assertThat(hit.receipt().outcome()).isEqualTo(Outcome.ANSWERED);
        }
        assertThat(house.asked()).isEqualTo(1);
    }

    @Test
    void paddingIsNotReplayed() {
        String padded = Chunks.finish("stop").replace("\"choices\"", "\"obfuscation\":\"xyzzy\",\"choices\"");
        house.streams(padded);

        assertThat(house.pull(Calls.streamed())).as("a miss passes as it came").containsExactly(padded);
        assertThat(house.pull(Calls.streamed())).containsExactly(Chunks.finish("stop"));
    }

    @Test
    void aMissPassesTheVeryBytes() {
        byte[] data = Chunks.finish("stop").getBytes(UTF_8);
        house.streams(Event.of(data));

        try (Reply.Events events = house.stream(Calls.streamedWithUsage())) {
            assertThat(Pulls.all(events))
                    .singleElement()
                    .satisfies(event -> assertThat(event.data()).isSameAs(data));
        }
    }

    @Test
    void aReplayThatIsLeftIsCancelled() {
        house.streams(Chunks.delta("{\"content\":\"a\"}"), Chunks.finish("stop"));
        house.pull(Calls.streamed());

        try (Reply.Events hit = house.stream(Calls.streamed())) {
            Pulls.next(hit);
        }

        assertThat(house.lastReceipt().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(house.lastReceipt().cache().isHit()).isTrue();
    }

    @Test
    void usageBesideChoicesIsKnownOnAHit() {
        house.streams("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":"
                + Chunks.usageObject(4, 5) + "}");
        house.pull(Calls.streamed());

        assertThat(house.plain().receipt().usage())
                .isNotNull()
                .satisfies(usage -> assertThat(usage.totalTokens()).isEqualTo(9));
    }
}

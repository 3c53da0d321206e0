package dev.qlite.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.Chunks;
import dev.qlite.pipeline.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactCacheTest {
    private final CacheFixture house = new CacheFixture().answers(Calls.answer("hi"));

    @Test
    void hitSkipsTheProvider() {
        Reply.Document miss = house.plain();
        Reply.Document hit = house.plain();

        assertThat(house.asked()).isEqualTo(1);
        assertThat(miss.head().cache()).isEqualTo(CacheStatus.MISS);
        assertThat(hit.head().cache()).isEqualTo(CacheStatus.hit(0, 600));
        assertThat(hit.body().toBytes()).isEqualTo(miss.body().toBytes());
    }

    @Test
    void theReceiptOfAHitIsNotBilledButKnowsTheTokens() {
        house.plain();
        assertThat(house.lastReceipt().billed()).isTrue();
        assertThat(house.lastReceipt().cache()).isEqualTo(CacheStatus.MISS);

        Reply.Document hit = house.plain();

        assertThat(hit.receipt()).isSameAs(house.lastReceipt());
        assertThat(hit.receipt().billed()).isFalse();
        assertThat(hit.receipt().attempts()).isZero();
        assertThat(hit.receipt().cache().isHit()).isTrue();
        assertThat(hit.receipt().usage()).isNotNull();
        assertThat(hit.head().usage()).isNotNull();
        assertThat(house.receipts).hasSize(2);
    }

    @Test
    void aHitKeepsTheCallsOwnName() {
        house.plain(Calls.plain().requestId("r1"));

        assertThat(house.plain(Calls.plain().requestId("r2")).receipt().requestId())
                .isEqualTo("r2");
    }

    @Test
    void anotherCallerIsAMiss() {
        house.plain(Calls.plain().caller(Caller.named("a")));
        house.plain(Calls.plain().caller(Caller.named("b")));

        assertThat(house.asked()).isEqualTo(2);
    }

    @Test
    void anEntryAgesByTheClockAndExpires() {
        house.plain();
        house.clock.pass(Duration.ofSeconds(599));
        assertThat(house.plain().head().cache()).isEqualTo(CacheStatus.hit(599, 1));

        house.clock.pass(Duration.ofSeconds(1));

        assertThat(house.plain().head().cache()).isEqualTo(CacheStatus.MISS);
        assertThat(house.asked()).isEqualTo(2);
        assertThat(house.plain().head().cache().age()).isZero();
    }

    @Test
    void aClockThatWasPutBackMakesNoNegativeAge() {
        house.plain();
        house.clock.pass(Duration.ofDays(-1));

        assertThat(house.plain().head().cache()).isEqualTo(CacheStatus.hit(0, 600));
    }

    @Test
    void aStoreThatCannotReadCostsAMiss() {
        house.plain();
        house.store.failsToRead = true;

        assertThat(house.plain().head().cache()).isEqualTo(CacheStatus.MISS);
        assertThat(house.pull(Calls.streamed())).isNotEmpty();
    }

    @Test
    void aStoreThatCannotWriteCostsAMiss() {
        house.store.failsToWrite = true;

        house.plain();
        assertThat(house.plain().head().cache()).isEqualTo(CacheStatus.MISS);
        house.streams(Chunks.finish("stop"));
        assertThat(house.pull(Calls.streamed())).hasSize(1);
        assertThat(house.receipts).hasSize(3);
    }

    @Test
    void anEntryOfAnotherKeyIsIgnored() {
        house.plain(Calls.plain().caller(Caller.named("somebody else")));
        house.store.mixedUp = house.store.entries.values().iterator().next();

        assertThat(house.plain().head().cache()).isEqualTo(CacheStatus.MISS);
        assertThat(house.asked()).isEqualTo(2);
    }

    @Test
    void anEntryThatHasLostItsAnswerIsIgnored() {
        house.plain();
        CacheEntry whole = house.store.entries.values().iterator().next();
        house.store.mixedUp = CacheEntry.ofEvents(
                whole.key(), whole.label(), whole.headers(), List.of(), whole.usage(), whole.stored(), whole.ttl());

        assertThat(house.plain().head().cache()).isEqualTo(CacheStatus.MISS);
        assertThat(house.pull(Calls.streamed())).isNotEmpty();
        assertThat(house.asked()).isEqualTo(3);
    }

    @Test
    void noCacheAsksAnewAndStores() {
        house.plain();
        house.answers(Calls.answer("newer"));

        Reply.Document fresh = house.plain(Calls.plain().cacheControl(CacheControl.parse("no-cache")));

        assertThat(fresh.head().cache()).isEqualTo(CacheStatus.REQUESTED);
        assertThat(house.plain().body().toString()).contains("newer");
        assertThat(house.asked()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void noStoreNeitherLooksNorStores(boolean noCache) {
        CacheControl noStore = new CacheControl(noCache, true, false, -1);
        assertThat(house.plain(Calls.plain().cacheControl(noStore)).head().cache())
                .isEqualTo(CacheStatus.BYPASS);
        assertThat(house.store.entries).isEmpty();
        house.plain();

        assertThat(house.plain(Calls.plain().cacheControl(noStore)).head().cache())
                .isEqualTo(CacheStatus.BYPASS);
        assertThat(house.asked()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"store\":true", "\"web_search_options\":{}", "\"web_search_options\":{\"a\":1}"})
    void whatMustReachTheProviderBypassesTheCache(String field) {
        String body = "{\"model\":\"m\",\"messages\":[{}]," + field + "}";

        house.plain(Calls.of(body));
        Reply.Document again = house.plain(Calls.of(body));

        assertThat(again.head().cache()).isEqualTo(CacheStatus.BYPASS);
        assertThat(house.asked()).isEqualTo(2);
        assertThat(house.store.entries).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"store\":false", "\"store\":null", "\"web_search_options\":null"})
    void whatNeedNotReachItIsCached(String field) {
        String body = "{\"model\":\"m\",\"messages\":[{}]," + field + "}";

        house.plain(Calls.of(body));

        assertThat(house.plain(Calls.of(body)).head().cache().isHit()).isTrue();
    }

    @Test
    void aFailureIsAMissInItsReceipt() {
        house.provider.answer(call -> {
            throw UpstreamUnavailableException.of("fake", "down", null);
        });

        assertThatExceptionOfType(CallFailedException.class)
                .isThrownBy(house::plain)
                .satisfies(e -> assertThat(e.receipt().cache()).isEqualTo(CacheStatus.MISS));
        assertThatExceptionOfType(CallFailedException.class)
                .isThrownBy(() -> house.plain(Calls.plain().cacheControl(CacheControl.parse("no-cache"))))
                .satisfies(e -> assertThat(e.receipt().cache()).isEqualTo(CacheStatus.REQUESTED));
        assertThat(house.store.entries).isEmpty();
    }

    @Test
    void aStreamIsAMissInItsHeadAndReceipt() {
        house.streams(Chunks.finish("stop"));

        try (Reply.Events events = house.stream(Calls.streamed())) {
            assertThat(events.head().cache()).isEqualTo(CacheStatus.MISS);
        }

        assertThat(house.lastReceipt().cache()).isEqualTo(CacheStatus.MISS);
    }

    @Test
    void closingTheCacheClosesItsStore() {
        ExactCache cache = ExactCache.builder().store(house.store).build();

        cache.close();

        assertThat(house.store.closed).isEqualTo(1);
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExactCache.builder().ttl(Duration.ZERO))
                .withMessage("ttl: PT0S (expected: > 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExactCache.builder().maxSize(0))
                .withMessage("max_size: 0 (expected: > 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExactCache.builder().maxEntry(-1))
                .withMessage("max_entry: -1 (expected: > 0)");
    }
}

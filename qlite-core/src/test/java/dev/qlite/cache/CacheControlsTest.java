package dev.qlite.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.Chunks;
import dev.qlite.pipeline.Operation;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Route;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client's headers and an owner's settings make of a call. */
class CacheControlsTest {
    private final CacheFixture house = new CacheFixture(cache -> {});

    @Test
    void anAnswerOlderThanMaxAgeIsAskedForAnewAndReplaced() {
        house.answers(Calls.answer("old"));
        house.plain();
        house.clock.pass(Duration.ofSeconds(60));

        assertThat(house.plain(with("max-age=60")).head().cache()).isEqualTo(CacheStatus.hit(60, 540));
        house.answers(Calls.answer("new"));
        assertThat(house.plain(with("max-age=59")).head().cache()).isEqualTo(CacheStatus.STALE);
        assertThat(house.plain().body().toString()).contains("new");
        assertThat(house.asked()).isEqualTo(2);
    }

    @Test
    void maxAgeZeroTakesWhatWasStoredThisSecond() {
        house.answers(Calls.answer("hi"));
        house.plain();

        assertThat(house.plain(with("max-age=0")).head().cache().isHit()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "only-if-cached",
                "only-if-cached, no-cache",
                "only-if-cached, no-store",
                "max-age=1, only-if-cached"
            })
    void onlyIfCachedAsksNobody(String header) {
        assertThatExceptionOfType(CallFailedException.class)
                .isThrownBy(() -> house.plain(with(header)))
                .satisfies(e -> assertThat(e.status()).isEqualTo(504))
                .satisfies(e -> assertThat(e.code()).isEqualTo("not_cached"));
        assertThat(house.asked()).isZero();
        assertThat(house.lastReceipt().attempts()).isZero();
    }

    @Test
    void onlyIfCachedIsAnsweredFromTheCache() {
        house.streams(Chunks.finish("stop"));
        house.pull(Calls.streamed());

        assertThat(house.plain(with("only-if-cached")).head().cache().isHit()).isTrue();
        house.clock.pass(Duration.ofSeconds(5));
        assertThatExceptionOfType(CallFailedException.class)
                .isThrownBy(() -> house.plain(with("only-if-cached, max-age=4")));
    }

    @Test
    void otherOperationsBypass() {
        house.answers("{\"data\":[]}");

        house.plain(Call.embeddings(Calls.plain().build().body()));

        assertThat(house.plain(Call.embeddings(Calls.plain().build().body()))
                        .head()
                        .cache())
                .isEqualTo(CacheStatus.BYPASS);
        assertThat(house.provider.calls()).extracting(Call::operation).containsOnly(Operation.EMBEDDINGS);
    }

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "0.0, true",
        "-0, true",
        "0e9, true",
        "0.7, false",
        "1e-400, false",
        "null, false",
        "'\"0\"', false"
    })
    void deterministicWantsTheRequestToSayTemperatureZero(String temperature, boolean kept) {
        CacheFixture strict =
                new CacheFixture(cache -> cache.when(CacheWhen.DETERMINISTIC)).answers(Calls.answer("hi"));
        String body = "{\"model\":\"m\",\"messages\":[{}],\"temperature\":" + temperature + "}";

        strict.plain(Calls.of(body));

        assertThat(strict.plain(Calls.of(body)).head().cache().isHit()).isEqualTo(kept);
        assertThat(strict.plain().head().cache()).as("omitted is not 0").isEqualTo(CacheStatus.BYPASS);
    }

    @Test
    void theFirstRuleThatFitsAModelHolds() {
        CacheFixture ruled = new CacheFixture(cache -> cache.when(CacheWhen.DETERMINISTIC)
                        .rule("other*", Duration.ofSeconds(1), null)
                        .rule("m*", Duration.ofMinutes(1), CacheWhen.ALWAYS)
                        .rule("*", Duration.ofDays(1), null))
                .answers(Calls.answer("hi"));

        ruled.plain();

        assertThat(ruled.plain().head().cache()).isEqualTo(CacheStatus.hit(0, 60));
    }

    @Test
    void jitterShortensEachAnswersTimeInItsOwnMeasure() {
        CacheFixture spread = new CacheFixture(
                        cache -> cache.ttl(Duration.ofSeconds(1000)).ttlJitter(0.5))
                .answers(Calls.answer("hi"));
        for (int i = 0; i < 100; i++) {
            spread.plain(Calls.of("{\"model\":\"m\",\"messages\":[{}],\"seed\":" + i + "}"));
        }

        Set<Duration> times = new HashSet<>();
        spread.store.entries.values().forEach(entry -> times.add(entry.ttl()));

        assertThat(times)
                .hasSizeGreaterThan(90)
                .allSatisfy(ttl -> assertThat(ttl).isBetween(Duration.ofSeconds(500), Duration.ofSeconds(1000)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExactCache.builder().ttlJitter(1))
                .withMessage("ttl_jitter: 1.0 (expected: from 0 to below 1)");
    }

    @Test
    void callersShareOnlyWhereTheOwnerSaysSo() {
        house.answers(Calls.answer("hi"));
        house.plain(Calls.plain().caller(Caller.named("a")));
        assertThat(house.plain(Calls.plain().caller(Caller.named("b")))
                        .head()
                        .cache()
                        .isHit())
                .isFalse();

        CacheFixture shared = new CacheFixture(cache -> cache.scope(CacheScope.SHARED)).answers(Calls.answer("hi"));
        shared.plain(Calls.plain().caller(Caller.named("a")));
        assertThat(shared.plain(Calls.plain().caller(Caller.ofKey("b")))
                        .head()
                        .cache()
                        .isHit())
                .isTrue();
    }

    @Test
    void aClientsNamespaceNarrowsWithinItsScope() {
        house.answers(Calls.answer("hi"));
        house.plain(Calls.plain().caller(Caller.named("a")).cacheNamespace("x"));

        assertThat(isHit(Calls.plain().caller(Caller.named("a")).cacheNamespace("x")))
                .isTrue();
        assertThat(isHit(Calls.plain().caller(Caller.named("a")).cacheNamespace("y")))
                .isFalse();
        assertThat(isHit(Calls.plain().caller(Caller.named("a")))).isFalse();
        assertThat(isHit(Calls.plain().caller(Caller.named("b")).cacheNamespace("x")))
                .isFalse();
    }

    @Test
    void anotherNamespaceForgetsAll() {
        Call call = Calls.routed(Calls.plain());
        ExactCache one = ExactCache.builder().namespace("one").build();
        ExactCache two = ExactCache.builder().namespace("two").build();

        assertThat(one.key(call)).isNotEqualTo(two.key(call));
        assertThat(one.key(Calls.routed(Calls.plain().cacheNamespace("x"))))
                .as("a client's is not the owner's")
                .isNotEqualTo(ExactCache.builder().namespace("onex").build().key(call));
    }

    @Test
    void answersAreForgottenByKeyCallerAndModel() {
        house.answers(Calls.answer("hi"));
        house.plain(Calls.plain().caller(Caller.named("a")));
        house.plain(Calls.plain().caller(Caller.named("b")));

        house.cache.invalidate(Caller.named("a"));
        assertThat(house.store.entries).hasSize(1);
        house.cache.invalidateModel("other");
        assertThat(house.store.entries).hasSize(1);
        house.cache.invalidateModel("m");
        assertThat(house.store.entries).isEmpty();

        house.plain();
        house.cache.invalidate(house.store.entries.keySet().iterator().next());
        assertThat(house.store.entries).isEmpty();
        house.plain();
        house.cache.invalidateAll();
        assertThat(house.store.entries).isEmpty();
    }

    @Test
    void itCountsWhatItDoes() {
        house.answers(Calls.answer("hi"));
        house.plain();
        house.plain();
        house.plain(with("no-store"));
        house.store.failsToRead = true;
        house.plain();

        assertThat(house.cache.statistics()).isEqualTo(new CacheStatistics(1, 0, 2, 1, 2, 1, -1, -1));
    }

    @Test
    void aProviderBehindACacheIsAProvider() {
        house.answers(Calls.answer("hi"));
        Provider behind = ExactCache.builder().build().inFrontOf(house.provider);
        Call call = Calls.plain().build().withRoute(new Route(behind, "m"));

        assertThat(behind.execute(call).head().cache()).isEqualTo(CacheStatus.MISS);
        assertThat(behind.execute(call).head().cache().isHit()).isTrue();
        assertThat(house.asked()).isEqualTo(1);
        assertThat(behind.name()).isEqualTo("fake");
    }

    private boolean isHit(Call.Builder call) {
        return house.plain(call).head().cache().isHit();
    }

    private static Call.Builder with(String cacheControl) {
        return Calls.plain().cacheControl(CacheControl.parse(cacheControl));
    }
}

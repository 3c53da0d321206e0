package dev.qlite.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {
    private static final CacheEntry.Label LABEL = new CacheEntry.Label(Caller.ANONYMOUS, "m");

    private final FakeClock clock = new FakeClock();

    @Test
    void whatFitsIsKeptForItsTime() {
        MemoryStore store = new MemoryStore(1 << 20, clock);
        CacheEntry entry = entry(1, 100);

        store.put(entry);

        assertThat(store.get(entry.key())).isSameAs(entry);
        assertThat(store.get(entry(2, 1).key())).isNull();
        clock.pass(Duration.ofMinutes(59));
        assertThat(store.get(entry.key())).isSameAs(entry);
        clock.pass(Duration.ofMinutes(1));
        assertThat(store.get(entry.key())).isNull();
    }

    @Test
    void aNewerEntryTakesThePlaceAndStartsItsTimeAnew() {
        MemoryStore store = new MemoryStore(1 << 20, clock);
        store.put(entry(1, 100));
        clock.pass(Duration.ofMinutes(40));
        CacheEntry newer = entry(1, 200);
        store.put(newer);
        clock.pass(Duration.ofMinutes(40));

        assertThat(store.get(newer.key())).isSameAs(newer);
    }

    @Test
    void allEntriesTogetherStayWithinTheirBound() {
        long bound = 100_000;
        MemoryStore store = new MemoryStore(bound, clock);
        for (int i = 0; i < 500; i++) {
            store.put(entry(i, 1_000));
        }

        long weight = 0;
        for (int i = 0; i < 500; i++) {
            CacheEntry kept = store.get(entry(i, 1).key());
            weight += kept == null ? 0 : kept.weight();
        }
        assertThat(weight).isPositive().isLessThanOrEqualTo(bound);
    }

    @Test
    void theBoundHoldsWhileManyWrite() throws Exception {
        long bound = 10_000_000;
        int writers = 64;
        int rounds = 20;
        MemoryStore store = new MemoryStore(bound, clock);
        List<CacheEntry> entries = new ArrayList<>();
        for (int i = 0; i < writers * rounds; i++) {
            entries.add(entry(i, 50_000 + i));
        }
        CyclicBarrier together = new CyclicBarrier(writers, () -> {
            long held = entries.stream()
                    .map(entry -> store.get(entry.key()))
                    .mapToLong(kept -> kept == null ? 0 : kept.weight())
                    .sum();
            assertThat(held).isLessThanOrEqualTo(bound + bound / 100);
        });
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<Void>> written = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int first = writer * rounds;
                written.add(threads.submit(() -> {
                    for (CacheEntry entry : entries.subList(first, first + rounds)) {
                        store.put(entry);
                        assertThat(store.bytes()).isLessThanOrEqualTo(bound + bound / 100);
                        together.await(30, TimeUnit.SECONDS);
                    }
                    return null;
                }));
            }
            for (Future<Void> each : written) {
                each.get();
            }
            assertThat(store.bytes()).isGreaterThan(bound * 9 / 10);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anEntryLargerThanTheStoreIsNotKept() {
        MemoryStore store = new MemoryStore(1_000, clock);
        store.put(entry(1, 5_000));

        assertThat(store.get(entry(1, 1).key())).isNull();
    }

    @Test
    void aClosedStoreHoldsNothing() {
        MemoryStore store = new MemoryStore(1 << 20, clock);
        store.put(entry(1, 100));

        store.close();
        store.close();

        assertThat(store.get(entry(1, 1).key())).isNull();
    }

    @Test
    void anEntryWeighsAtLeastItsBytes() {
        assertThat(entry(1, 1_000).weight()).isBetween(1_000, 2_000);
        Json document = Json.parse(Calls.answer("x".repeat(1_000)));
        CacheKey key = entry(1, 1).key();
        assertThat(CacheEntry.ofDocument(key, LABEL, Map.of(), document, null, clock.instant(), Duration.ofHours(1))
                        .weight())
                .isBetween(document.byteLength(), document.byteLength() + 2_000);
    }

    private CacheEntry entry(int number, int bytes) {
        CacheKey key = CacheKey.of(Calls.routed(
                Calls.of("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + number + "\"}]}")));
        byte[] event = "x".repeat(bytes).getBytes(UTF_8);
        return CacheEntry.ofEvents(key, LABEL, Map.of(), List.of(event), null, clock.instant(), Duration.ofHours(1));
    }
}

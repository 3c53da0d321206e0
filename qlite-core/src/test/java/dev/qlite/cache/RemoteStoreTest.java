package dev.qlite.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Calls;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store behind a network that hangs costs a little time, and never a call. */
@Timeout(20)
class RemoteStoreTest {
    private final HangingStore remote = new HangingStore();
    private final CacheFixture house = new CacheFixture(
                    cache -> cache.store(remote).storeTimeout(Duration.ofMillis(20)))
            .answers(Calls.answer("hi"));

    @AfterEach
    void close() {
        remote.release.countDown();
        house.cache.close();
    }

    @Test
    void whatAnswersInTimeIsUsed() {
        remote.release.countDown();
        house.plain();

        assertThat(house.plain().head().cache().isHit()).isTrue();
        assertThat(house.cache.statistics().failures()).isZero();
    }

    @Test
    void whatHangsIsAMiss() {
        assertThat(house.plain().head().cache()).isEqualTo(CacheStatus.MISS);
        assertThat(house.plain().head().cache()).isEqualTo(CacheStatus.MISS);

        assertThat(house.asked()).isEqualTo(2);
        assertThat(house.cache.statistics().failures())
                .as("two to read, two to write")
                .isEqualTo(4);
    }

    @Test
    void aStoreThatHangsForEverStillCostsNoCall() {
        remote.deaf = true;
        for (int i = 0; i < 100; i++) {
            assertThat(house.plain().head().cache()).isEqualTo(CacheStatus.MISS);
        }
        assertThat(house.asked()).isEqualTo(100);
    }

    /** Hangs until it is released; if it is deaf, interrupts do not end that. */
    private static final class HangingStore implements CacheStore {
        final CountDownLatch release = new CountDownLatch(1);
        final FakeStore store = new FakeStore();
        volatile boolean deaf;

        @Override
        public synchronized @Nullable CacheEntry get(CacheKey key) {
            hang();
            return store.get(key);
        }

        @Override
        public synchronized void put(CacheEntry entry) {
            hang();
            store.put(entry);
        }

        @Override
        public void remove(CacheKey key) {
            store.remove(key);
        }

        @Override
        public void removeAll(@Nullable Caller caller, @Nullable String model) {
            store.removeAll(caller, model);
        }

        @Override
        public boolean remote() {
            return true;
        }

        private void hang() {
            while (true) {
                try {
                    release.await();
                    return;
                } catch (InterruptedException e) {
                    if (!deaf) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                }
            }
        }
    }
}

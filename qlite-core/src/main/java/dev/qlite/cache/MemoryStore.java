package dev.qlite.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.qlite.pipeline.Caller;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Entries in this process's memory. Thread-safe. However many threads write, what is there when a write returns is within the
 * bound; a full store may refuse a newcomer.
 */
public final class MemoryStore implements CacheStore {
    private final Cache<CacheKey, CacheEntry> entries;
    private final ReentrantLock writing = new ReentrantLock(); // else newcomers pile up behind the one that evicts

    /**
     * An empty store.
     *
     * @param maxSize the most bytes that its entries may take together
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public MemoryStore(long maxSize, LongSupplier nanoTime) {
        this.entries = Caffeine.newBuilder()
                .maximumWeight(maxSize)
                .weigher((CacheKey key, CacheEntry entry) -> entry.weight())
                .expireAfter(Expiry.writing((CacheKey key, CacheEntry entry) -> entry.ttl()))
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public @Nullable CacheEntry get(CacheKey key) {
        return entries.getIfPresent(key);
    }

    @Override
    public void put(CacheEntry entry) {
        writing.lock();
        try {
            entries.put(entry.key(), entry);
            entries.cleanUp();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void remove(CacheKey key) {
        entries.invalidate(key);
    }

    @Override
    public void removeAll(@Nullable Caller caller, @Nullable String model) {
        entries.asMap()
                .values()
                .removeIf(
                        entry -> (caller == null || caller.equals(entry.label().caller()))
                                && (model == null || model.equals(entry.label().model())));
    }

    @Override
    public long entries() {
        return entries.estimatedSize();
    }

    @Override
    public long bytes() {
        return entries.policy().eviction().orElseThrow().weightedSize().orElse(-1);
    }

    @Override
    public void close() {
        entries.invalidateAll();
    }
}

package dev.qlite.cache;

import org.jspecify.annotations.Nullable;

/**
 * Where entries are kept. Thread-safe.
 *
 * <p>It may forget at any time, and may throw: the cache then asks the provider, and warns.
 */
public interface CacheStore extends AutoCloseable {
    /** The entry under a key, or null. */
    @Nullable
    CacheEntry get(CacheKey key);

    /** Keeps an entry under its key, in the place of an older one, for its time at most. */
    void put(CacheEntry entry);

    /** Frees what it holds. Idempotent. */
    @Override
    default void close() {}
}

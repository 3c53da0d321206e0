package dev.qlite.cache;

import dev.qlite.pipeline.Caller;
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

    /** Forgets the entry under a key, if there is one. */
    void remove(CacheKey key);

    /** Forgets every entry of this caller and this model; null is any. */
    void removeAll(@Nullable Caller caller, @Nullable String model);

    /** How many entries it holds, roughly; -1 if it cannot tell. */
    default long entries() {
        return -1;
    }

    /** How many bytes they take, roughly; -1 if it cannot tell. */
    default long bytes() {
        return -1;
    }

    /** Whether it may take long, as what is behind a network may: then nobody waits for it for longer than a little. */
    default boolean remote() {
        return false;
    }

    /** Frees what it holds. Idempotent. */
    @Override
    default void close() {}
}

package dev.qlite.config;

import dev.qlite.cache.ExactCache;
import java.time.Duration;

/**
 * What is configured for the cache, the {@code cache} section. Immutable.
 *
 * @param enabled whether answers are kept at all
 * @param ttl how long an answer is good for
 * @param maxSize the most bytes of memory for all answers together
 * @param maxEntry the most bytes of one answer; a larger one is not kept
 */
public record CacheSettings(boolean enabled, Duration ttl, long maxSize, long maxEntry) {
    /** On, 1 h, 256 MB and 8 MB. */
    public static final CacheSettings DEFAULT = new CacheSettings(true, Duration.ofHours(1), 256L << 20, 8L << 20);

    public CacheSettings withEnabled(boolean enabled) {
        return new CacheSettings(enabled, ttl, maxSize, maxEntry);
    }

    public CacheSettings withTtl(Duration ttl) {
        return new CacheSettings(enabled, ttl, maxSize, maxEntry);
    }

    public CacheSettings withMaxSize(long maxSize) {
        return new CacheSettings(enabled, ttl, maxSize, maxEntry);
    }

    public CacheSettings withMaxEntry(long maxEntry) {
        return new CacheSettings(enabled, ttl, maxSize, maxEntry);
    }

    /** An empty cache with these settings. */
    ExactCache create() {
        return ExactCache.builder().ttl(ttl).maxSize(maxSize).maxEntry(maxEntry).build();
    }
}

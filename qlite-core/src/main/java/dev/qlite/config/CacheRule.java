package dev.qlite.config;

import dev.qlite.cache.CacheWhen;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An exception of the cache for models, an element of {@code cache.rules}. Immutable.
 *
 * @param model what the provider calls it, {@code *} stands for any characters; empty only while it is read
 * @param ttl null for the same as without a rule
 * @param when null for the same as without a rule
 */
public record CacheRule(
        String model, @Nullable Duration ttl, @Nullable CacheWhen when) {
    static final CacheRule EMPTY = new CacheRule("", null, null);

    CacheRule withModel(String model) {
        return new CacheRule(model, ttl, when);
    }

    CacheRule withTtl(Duration ttl) {
        return new CacheRule(model, ttl, when);
    }

    CacheRule withWhen(CacheWhen when) {
        return new CacheRule(model, ttl, when);
    }
}

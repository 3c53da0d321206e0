package dev.qlite.config;

import dev.qlite.cache.CacheScope;
import dev.qlite.cache.CacheWhen;
import dev.qlite.cache.ExactCache;
import java.time.Duration;
import java.util.List;

/**
 * What is configured for the cache, the {@code cache} section. Immutable.
 *
 * @param enabled whether answers are kept at all
 * @param when which answers are kept
 * @param scope who shares them
 * @param namespace keeps them apart from those of another namespace in the same store; empty for none
 * @param ttl how long an answer is good for
 * @param ttlJitter by how much of that an answer may be forgotten earlier, from 0 to below 1
 * @param rules exceptions by model; the first that fits holds
 * @param maxSize the most bytes of memory for all answers together
 * @param maxEntry the most bytes of one answer; a larger one is not kept
 * @param singleFlight whether calls that ask the same at the same time share one exchange
 */
public record CacheSettings(
        boolean enabled,
        CacheWhen when,
        CacheScope scope,
        String namespace,
        Duration ttl,
        double ttlJitter,
        List<CacheRule> rules,
        long maxSize,
        long maxEntry,
        boolean singleFlight) {
    /** On, always, for each caller, no namespace, 1 h, no jitter, no rules, 256 MB and 8 MB, shared exchanges. */
    public static final CacheSettings DEFAULT = new CacheSettings(
            true,
            CacheWhen.ALWAYS,
            CacheScope.CALLER,
            "",
            Duration.ofHours(1),
            0,
            List.of(),
            256L << 20,
            8L << 20,
            true);

    public CacheSettings {
        rules = List.copyOf(rules);
    }

    public CacheSettings withEnabled(boolean enabled) {
        return new CacheSettings(
                enabled, when, scope, namespace, ttl, ttlJitter, rules, maxSize, maxEntry, singleFlight);
    }

    public CacheSettings withWhen(CacheWhen when) {
        return new CacheSettings(
                enabled, when, scope, namespace, ttl, ttlJitter, rules, maxSize, maxEntry, singleFlight);
    }

    public CacheSettings withScope(CacheScope scope) {
        return new CacheSettings(
                enabled, when, scope, namespace, ttl, ttlJitter, rules, maxSize, maxEntry, singleFlight);
    }

    public CacheSettings withNamespace(String namespace) {
        return new CacheSettings(
                enabled, when, scope, namespace, ttl, ttlJitter, rules, maxSize, maxEntry, singleFlight);
    }

    public CacheSettings withTtl(Duration ttl) {
        return new CacheSettings(
                enabled, when, scope, namespace, ttl, ttlJitter, rules, maxSize, maxEntry, singleFlight);
    }

    public CacheSettings withTtlJitter(double ttlJitter) {
        return new CacheSettings(
                enabled, when, scope, namespace, ttl, ttlJitter, rules, maxSize, maxEntry, singleFlight);
    }

    public CacheSettings withRules(List<CacheRule> rules) {
        return new CacheSettings(
                enabled, when, scope, namespace, ttl, ttlJitter, rules, maxSize, maxEntry, singleFlight);
    }

    public CacheSettings withMaxSize(long maxSize) {
        return new CacheSettings(
                enabled, when, scope, namespace, ttl, ttlJitter, rules, maxSize, maxEntry, singleFlight);
    }

    public CacheSettings withMaxEntry(long maxEntry) {
        return new CacheSettings(
                enabled, when, scope, namespace, ttl, ttlJitter, rules, maxSize, maxEntry, singleFlight);
    }

    public CacheSettings withSingleFlight(boolean singleFlight) {
        return new CacheSettings(
                enabled, when, scope, namespace, ttl, ttlJitter, rules, maxSize, maxEntry, singleFlight);
    }

    /**
     * An empty cache with these settings.
     *
     * @param heartbeat how long a streaming client may hear nothing
     */
    ExactCache create(Duration heartbeat) {
        ExactCache.Builder cache = ExactCache.builder()
                .when(when)
                .scope(scope)
                .namespace(namespace)
                .ttl(ttl)
                .ttlJitter(ttlJitter)
                .maxSize(maxSize)
                .maxEntry(maxEntry)
                .singleFlight(singleFlight)
                .heartbeat(heartbeat);
        rules.forEach(rule -> cache.rule(rule.model(), rule.ttl(), rule.when()));
        return cache.build();
    }
}

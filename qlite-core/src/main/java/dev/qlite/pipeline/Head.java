package dev.qlite.pipeline;

import dev.qlite.chat.Usage;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of an answer before its body. Immutable. */
public final class Head {
    /** The header that lists the request's fields that the provider did not get, for it cannot take them. */
    public static final String DROPPED = "x-qlite-dropped";

    private final int status;
    private final Map<String, String> headers;
    private final Route route;
    private final CacheStatus cache;
    private final @Nullable Usage usage;

    private final @Nullable BigDecimal cost;
    private final @Nullable BigDecimal saved;

    private Head(
            int status,
            Map<String, String> headers,
            Route route,
            CacheStatus cache,
            @Nullable Usage usage,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal saved) {
        this.status = status;
        this.headers = headers;
        this.route = route;
        this.cache = cache;
        this.usage = usage;
        this.cost = cost;
        this.saved = saved;
    }

    /** The head of a 200 that the cache had no part in. */
    public static Head of(Route route) {
        return new Head(200, Map.of(), route, CacheStatus.BYPASS, null, null, null);
    }

    /** The HTTP status, 200 to 299. */
    public int status() {
        return status;
    }

    /** The upstream's headers that a client should see, by lower-case name. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Of the headers those that are true of a replayed answer too. */
    public Map<String, String> lasting() {
        String dropped = headers.get(DROPPED);
        return dropped == null ? Map.of() : Map.of(DROPPED, dropped);
    }

    /** Who answered. */
    public Route route() {
        return route;
    }

    public CacheStatus cache() {
        return cache;
    }

    /** The tokens of the whole answer, where they are already known: of a document, or from the cache. */
    public @Nullable Usage usage() {
        return usage;
    }

    /** US dollars that the answer costs; null where that is not known, or not yet. */
    public @Nullable BigDecimal cost() {
        return cost;
    }

    /** US dollars that the answer would have cost, had a provider been asked; null where that is not known, or not yet. */
    public @Nullable BigDecimal saved() {
        return saved;
    }

    public Head withStatus(int status) {
        return new Head(status, headers, route, cache, usage, cost, saved);
    }

    /** The same with these headers, by lower-case name. */
    public Head withHeaders(Map<String, String> headers) {
        return new Head(status, Map.copyOf(headers), route, cache, usage, cost, saved);
    }

    /** The same with one header more, by lower-case name. */
    public Head withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return withHeaders(more);
    }

    public Head withCache(CacheStatus cache) {
        return new Head(status, headers, route, cache, usage, cost, saved);
    }

    public Head withUsage(@Nullable Usage usage) {
        return new Head(status, headers, route, cache, usage, cost, saved);
    }

    /** The same with its price; a null is not known. */
    public Head withCost(@Nullable BigDecimal cost, @Nullable BigDecimal saved) {
        return new Head(status, headers, route, cache, usage, cost, saved);
    }

    @Override
    public String toString() {
        return status + " from " + route + ", " + cache.result();
    }
}

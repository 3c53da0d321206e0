package dev.qlite.pipeline;

/**
 * What the cache did for an answer.
 *
 * @param result the word of the {@code X-Cache} header
 * @param parameters the parameters of {@code Cache-Status} (RFC 9211) after the cache's name
 * @param age how old the answer is, in seconds; 0 unless it is a hit
 */
public record CacheStatus(Result result, String parameters, long age) {
    /** The word of the {@code X-Cache} header. */
    public enum Result {
        /** Answered from the cache. */
        HIT,
        /** Looked for, or asked anew, and not answered from the cache. */
        MISS,
        /** The cache had no part in it. */
        BYPASS
    }

    /** The cache had no part in it. */
    public static final CacheStatus BYPASS = new CacheStatus(Result.BYPASS, "fwd=bypass", 0);

    /** Looked for and not found. */
    public static final CacheStatus MISS = new CacheStatus(Result.MISS, "fwd=miss", 0);

    /** The client wanted it asked anew. */
    public static final CacheStatus REQUESTED = new CacheStatus(Result.MISS, "fwd=request", 0);

    /** Found, but older than the client wanted. */
    public static final CacheStatus STALE = new CacheStatus(Result.MISS, "fwd=stale", 0);

    /** Answered by an exchange that was under way for another call (RFC 9211, 2.6): from here it costs nothing. */
    public static final CacheStatus COLLAPSED = new CacheStatus(Result.HIT, "fwd=miss; collapsed", 0);

    /**
     * Answered from the cache.
     *
     * @param age seconds since it was stored
     * @param ttl seconds that it stays good for
     */
    public static CacheStatus hit(long age, long ttl) {
        return new CacheStatus(Result.HIT, "hit; ttl=" + ttl, age);
    }

    public boolean isHit() {
        return result == Result.HIT;
    }

    /** Whether a stored answer was found. */
    public boolean isStored() {
        return isHit() && !isCollapsed();
    }

    /** Whether another call's exchange answered. */
    public boolean isCollapsed() {
        return equals(COLLAPSED);
    }
}

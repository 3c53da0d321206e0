package dev.qlite.config;

import org.jspecify.annotations.Nullable;

/**
 * How much the server bears at a time: a part of the {@code server} section. Immutable.
 *
 * @param maxInFlight the most requests under way; null for what the JVM's threads can bear
 * @param maxBuffered the most bytes of bodies and recordings in memory; null for a share of the heap
 */
public record Load(@Nullable Integer maxInFlight, @Nullable Long maxBuffered) {
    /** Nothing said. */
    public static final Load DEFAULT = new Load(null, null);

    public Load withMaxInFlight(int maxInFlight) {
        return new Load(maxInFlight, maxBuffered);
    }

    public Load withMaxBuffered(long maxBuffered) {
        return new Load(maxInFlight, maxBuffered);
    }
}

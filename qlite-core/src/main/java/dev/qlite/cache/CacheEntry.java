package dev.qlite.cache;

import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole, good answer as the upstream gave it: a document or events. Immutable. */
public final class CacheEntry {
    /** What an entry takes beside its bytes, its place in a store included: as measured with a million of them. */
    private static final int OVERHEAD = 400;

    private final CacheKey key;
    private final Label label;
    private final Map<String, String> headers;
    private final @Nullable Json document;
    private final PackedEvents events;
    private final @Nullable Usage usage;
    private final Instant stored;
    private final Duration ttl;

    private CacheEntry(
            CacheKey key,
            Label label,
            Map<String, String> headers,
            @Nullable Json document,
            PackedEvents events,
            @Nullable Usage usage,
            Instant stored,
            Duration ttl) {
        this.key = key;
        this.label = label;
        this.headers = headers;
        this.document = document;
        this.events = events;
        this.usage = usage;
        this.stored = stored;
        this.ttl = ttl;
    }

    /**
     * What an entry is of.
     *
     * @param caller who asked, whoever may get the answer
     * @param model what the provider calls it
     */
    public record Label(Caller caller, String model) {}

    /** An answer that came whole; {@code headers} are those of its head that hold for ever. */
    static CacheEntry ofDocument(
            CacheKey key,
            Label label,
            Map<String, String> headers,
            Json document,
            @Nullable Usage usage,
            Instant stored,
            Duration ttl) {
        return new CacheEntry(key, label, headers, document, PackedEvents.NONE, usage, stored, ttl);
    }

    /** An answer that came as events; {@code headers} are those of its head that hold for ever. */
    static CacheEntry ofEvents(
            CacheKey key,
            Label label,
            Map<String, String> headers,
            List<byte[]> events,
            @Nullable Usage usage,
            Instant stored,
            Duration ttl) {
        return new CacheEntry(key, label, headers, null, PackedEvents.of(events), usage, stored, ttl);
    }

    /** The key that it was stored under. */
    public CacheKey key() {
        return key;
    }

    /** Whether it is this key's, and has an answer: a store may mix entries up, or lose a part. */
    boolean isOf(CacheKey key) {
        return this.key.equals(key) && (document != null || !events.isEmpty());
    }

    /** What it can be found and removed by, beside its key. */
    public Label label() {
        return label;
    }

    /** What a client is told of a replayed answer too, by lower-case name. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The whole answer; null if it came as events. */
    public @Nullable Json document() {
        return document;
    }

    /** The events' data, in order, each {@code get} a copy; empty if it came whole. */
    public List<byte[]> events() {
        return events;
    }

    /** The answer's tokens; null where nobody reported them. */
    public @Nullable Usage usage() {
        return usage;
    }

    public Instant stored() {
        return stored;
    }

    /** How long it is good for, from {@link #stored}. */
    public Duration ttl() {
        return ttl;
    }

    /** Roughly what it takes of the memory, in bytes. */
    public int weight() {
        long weight = OVERHEAD + events.footprint() + (document == null ? 0 : document.footprint());
        return (int) Math.min(weight, Integer.MAX_VALUE);
    }
}

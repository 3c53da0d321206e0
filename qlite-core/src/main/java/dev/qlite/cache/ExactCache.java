package dev.qlite.cache;

import dev.qlite.json.Json;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Route;
import dev.qlite.pipeline.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a call that has been answered before: the same question, of the same caller, to the same route. Thread-safe.
 *
 * <p>Two layers: {@link #lookup} and {@link #recorder} keep and find answers; the stage on top decides which calls they
 * are for. A store that fails costs a miss and a warning, never a call.
 */
public final class ExactCache implements Stage, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExactCache.class);

    private final CacheStore store;
    private final Duration ttl;
    private final long maxEntry;
    private final InstantSource clock;

    private ExactCache(Builder parts) {
        this.store = Objects.requireNonNullElseGet(parts.store, () -> new MemoryStore(parts.maxSize, System::nanoTime));
        this.ttl = parts.ttl;
        this.maxEntry = parts.maxEntry;
        this.clock = parts.clock;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Reply handle(Call call, Chain next) {
        CacheDecision decision = CacheDecision.of(call);
        if (decision == CacheDecision.BYPASS) {
            return next.proceed(call);
        }
        CacheKey key = CacheKey.of(call);
        CacheEntry entry = decision == CacheDecision.LOOK ? lookup(key) : null;
        if (entry != null) {
            return hit(call, entry);
        }
        CacheStatus status = decision == CacheDecision.LOOK ? CacheStatus.MISS : CacheStatus.REQUESTED;
        try {
            return record(next.proceed(call), status, recorder(key));
        } catch (CallFailedException e) {
            throw CallFailedException.of(e, e.receipt().withCache(status));
        }
    }

    /** A stored answer that is still good, or null. */
    public @Nullable CacheEntry lookup(CacheKey key) {
        try {
            CacheEntry entry = store.get(key);
            return entry != null && entry.key().equals(key) && age(entry).compareTo(entry.ttl()) < 0 ? entry : null;
        } catch (RuntimeException e) {
            LOG.warn("the cache's store failed to read; the provider is asked", e);
            return null;
        }
    }

    /** Takes an answer that is to be found under a key, once it is at its good end. */
    public Recorder recorder(CacheKey key) {
        return new Recorder(maxEntry, recording -> commit(key, recording));
    }

    @Override
    public void close() {
        store.close();
    }

    private Reply hit(Call call, CacheEntry entry) {
        Route route = Objects.requireNonNull(call.route(), "route");
        Duration age = age(entry);
        CacheStatus status =
                CacheStatus.hit(age.toSeconds(), entry.ttl().minus(age).toSeconds());
        Head head = Head.of(route).withCache(status).withUsage(entry.usage());
        Receipt receipt = Receipt.of(call).withCache(status).withUsage(entry.usage());
        Json document = entry.document();
        return document == null ? new ReplayedEvents(head, receipt, entry) : Reply.Document.of(head, document, receipt);
    }

    private static Reply record(Reply reply, CacheStatus status, Recorder recorder) {
        if (reply instanceof Reply.Events events) {
            return new RecordedEvents(events, status, recorder);
        }
        if (reply instanceof Reply.Document document) {
            recorder.document(document);
            return document.withHead(document.head().withCache(status))
                    .withReceipt(document.receipt().withCache(status));
        }
        return reply;
    }

    private void commit(CacheKey key, Recorder.Recording recording) {
        Json document = recording.document();
        Instant now = clock.instant();
        try {
            store.put(
                    document == null
                            ? CacheEntry.ofEvents(key, recording.events(), recording.usage(), now, ttl)
                            : CacheEntry.ofDocument(key, document, recording.usage(), now, ttl));
        } catch (RuntimeException e) {
            LOG.warn("the cache's store failed to write; the answer is not kept", e);
        }
    }

    /** Never negative, though the clock may have been put back. */
    private Duration age(CacheEntry entry) {
        Duration age = Duration.between(entry.stored(), clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Collects the cache's settings. Not thread-safe. */
    public static final class Builder {
        private @Nullable CacheStore store;
        private Duration ttl = Duration.ofHours(1);
        private long maxSize = 256L << 20;
        private long maxEntry = 8L << 20;
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /** Where entries are kept; in memory by default. It is closed with the cache. */
        public Builder store(CacheStore store) {
            this.store = store;
            return this;
        }

        /** How long an answer is good for; an hour by default. */
        public Builder ttl(Duration ttl) {
            if (ttl.isNegative() || ttl.isZero()) {
                throw new IllegalArgumentException("ttl: " + ttl + " (expected: > 0)");
            }
            this.ttl = ttl;
            return this;
        }

        /** The most bytes of memory for all entries together; 256 MB by default. */
        public Builder maxSize(long bytes) {
            this.maxSize = requirePositive("max_size", bytes);
            return this;
        }

        /** The most bytes of one answer; a larger one is not stored; 8 MB by default. */
        public Builder maxEntry(long bytes) {
            this.maxEntry = requirePositive("max_entry", bytes);
            return this;
        }

        /** The clock that entries age by. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        public ExactCache build() {
            return new ExactCache(this);
        }

        private static long requirePositive(String name, long value) {
            if (value <= 0) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
            }
            return value;
        }
    }
}

package dev.qlite.cache;

import dev.qlite.cache.CacheDecision.Action;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Budget;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Route;
import dev.qlite.pipeline.Stage;
import dev.qlite.provider.ModelPattern;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a call that has been answered before: the same question, of the same caller, to the same route. Thread-safe.
 *
 * <p>Two layers: {@link #lookup} and {@link #recorder} keep and find answers; the stage on top decides which calls they
 * are for, and has those that ask the same at the same time share one exchange. A store that fails costs a miss and a warning,
 * never a call.
 */
public final class ExactCache implements Stage, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExactCache.class);

    private final CacheStore store;
    private final CachePolicy policy;
    private final CacheScope scope;
    private final String namespace;
    private final double ttlJitter;
    private final long maxEntry;
    private final boolean singleFlight;
    private final Duration heartbeat;
    private final Flights flights;
    private final InstantSource clock;
    private final Tally tally = new Tally();
    private final StoreFailures failures = new StoreFailures(LOG);

    private ExactCache(Builder parts) {
        CacheStore own =
                Objects.requireNonNullElseGet(parts.store, () -> new MemoryStore(parts.maxSize, System::nanoTime));
        this.store = own.remote() ? new TimedStore(own, parts.storeTimeout) : own;
        this.policy = new CachePolicy(parts.when, parts.ttl, parts.rules);
        this.scope = parts.scope;
        this.namespace = parts.namespace;
        this.ttlJitter = parts.ttlJitter;
        this.maxEntry = parts.maxEntry;
        this.singleFlight = parts.singleFlight;
        this.heartbeat = parts.heartbeat;
        this.flights = new Flights(maxEntry);
        this.clock = parts.clock;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Reply handle(Call call, Chain next) {
        Route route = Objects.requireNonNull(call.route(), "route");
        CacheDecision decision = CacheDecision.of(call, policy.when(route.model()));
        if (decision.action() == Action.BYPASS) {
            count(CacheStatus.BYPASS);
            return explained(next.proceed(call), call, decision);
        }
        CacheKey key = key(call);
        boolean look = decision.action() == Action.LOOK;
        int ended = flights.ended(key);
        CacheEntry entry = look ? lookup(key) : null;
        if (entry != null && isWanted(entry, call)) {
            return explained(hit(call, entry), call, decision);
        }
        CacheStatus status = !look ? CacheStatus.REQUESTED : entry == null ? CacheStatus.MISS : CacheStatus.STALE;
        Boarding boarding = new Boarding(this, call, key, status, look && singleFlight, ended, next);
        return explained(boarding.answer(heartbeat), call, decision);
    }

    /** A provider that answers from this cache what it has answered before. Closing it does not close the cache. */
    public Provider inFrontOf(Provider provider) {
        return new CachedProvider(this, provider);
    }

    /** The key of a call that has its route. */
    public CacheKey key(Call call) {
        return CacheKey.of(call, scope, namespace);
    }

    /** What this cache makes of a call that has its route; nobody is asked. */
    public Explanation explain(Call call) {
        Route route = Objects.requireNonNull(call.route(), "route");
        return explain(call, CacheDecision.of(call, policy.when(route.model())));
    }

    /** A stored answer that is still good, or null. */
    public @Nullable CacheEntry lookup(CacheKey key) {
        try {
            CacheEntry entry = store.get(key);
            return entry != null && entry.isOf(key) && age(entry).compareTo(entry.ttl()) < 0 ? entry : null;
        } catch (RuntimeException e) {
            failures.told("the cache's store failed to read; the provider is asked", e);
            return null;
        }
    }

    /** Takes the answer to a call, which is to be found under a key, once it is at its good end. */
    public Recorder recorder(CacheKey key, Call call, Head head) {
        return recorder(key, call, head, false);
    }

    /** @param counted whether the memory that it holds is counted by somebody else */
    Recorder recorder(CacheKey key, Call call, Head head, boolean counted) {
        String model = Objects.requireNonNull(call.route(), "route").model();
        CacheEntry.Label label = new CacheEntry.Label(call.caller(), model);
        Budget memory = counted ? Budget.UNLIMITED : call.budget();
        return new Recorder(maxEntry, memory.share(), recording -> commit(key, label, head.lasting(), recording));
    }

    /** The stored answer to a call, if there is one that it wants. */
    @Nullable
    Reply stored(Call call, CacheKey key) {
        CacheEntry entry = lookup(key);
        return entry != null && isWanted(entry, call) ? hit(call, entry) : null;
    }

    /** The exchanges that are under way. */
    Flights flights() {
        return flights;
    }

    /** Counts a call by what was done for it. */
    void count(CacheStatus status) {
        tally.count(status);
    }

    /** What it has done so far. */
    public CacheStatistics statistics() {
        return tally.statistics(failures.count(), store.entries(), store.bytes());
    }

    /** Forgets one answer. */
    public void invalidate(CacheKey key) {
        store.remove(key);
    }

    /** Forgets what this caller has asked for; with a shared scope others may have had the same answers. */
    public void invalidate(Caller caller) {
        store.removeAll(caller, null);
    }

    /** Forgets the answers of a model, as its provider calls it. */
    public void invalidateModel(String model) {
        store.removeAll(null, model);
    }

    /** Forgets everything. */
    public void invalidateAll() {
        store.removeAll(null, null);
    }

    @Override
    public void close() {
        store.close();
    }

    private Reply explained(Reply reply, Call call, CacheDecision decision) {
        if (!call.explained()) {
            return reply;
        }
        String words = explain(call, decision).header(reply.head().cache());
        return reply.withHead(head -> head.withHeader(Explanation.HEADER, words));
    }

    private Explanation explain(Call call, CacheDecision decision) {
        String whose = scope == CacheScope.SHARED ? "shared by all" : "of caller " + call.caller();
        String within = call.cacheNamespace().isEmpty() ? namespace : namespace + " / " + call.cacheNamespace();
        return Explanation.of(call, key(call), decision.why(), whose, within);
    }

    private boolean isWanted(CacheEntry entry, Call call) {
        return call.cacheControl().accepts(age(entry).toSeconds());
    }

    private Reply hit(Call call, CacheEntry entry) {
        Route route = Objects.requireNonNull(call.route(), "route");
        Duration age = age(entry);
        CacheStatus status =
                CacheStatus.hit(age.toSeconds(), entry.ttl().minus(age).toSeconds());
        count(status);
        Head head =
                Head.of(route).withHeaders(entry.headers()).withCache(status).withUsage(entry.usage());
        Receipt receipt = Receipt.of(call).withCache(status).withUsage(entry.usage());
        Json document = entry.document();
        return document == null ? new ReplayedEvents(head, receipt, entry) : Reply.Document.of(head, document, receipt);
    }

    private void commit(
            CacheKey key, CacheEntry.Label label, Map<String, String> headers, Recorder.Recording recording) {
        Json document = recording.document();
        Instant now = clock.instant();
        Duration ttl = spread(policy.ttl(label.model()), key);
        try {
            store.put(
                    document == null
                            ? CacheEntry.ofEvents(key, label, headers, recording.events(), recording.usage(), now, ttl)
                            : CacheEntry.ofDocument(key, label, headers, document, recording.usage(), now, ttl));
            tally.countStored();
        } catch (RuntimeException e) {
            failures.told("the cache's store failed to write; the answer is not kept", e);
        }
    }

    /** Shorter by up to the jitter, for each key in its own measure: answers that came together do not go together. */
    private Duration spread(Duration ttl, CacheKey key) {
        return ttl.minus(Duration.ofNanos((long) (ttl.toNanos() * ttlJitter * key.fraction())));
    }

    /** Never negative, though the clock may have been put back. */
    private Duration age(CacheEntry entry) {
        Duration age = Duration.between(entry.stored(), clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Collects the cache's settings. Not thread-safe. */
    public static final class Builder {
        private final List<CachePolicy.Rule> rules = new ArrayList<>();
        private @Nullable CacheStore store;
        private Duration storeTimeout = Duration.ofMillis(50);
        private CacheWhen when = CacheWhen.ALWAYS;
        private CacheScope scope = CacheScope.CALLER;
        private String namespace = "";
        private double ttlJitter;
        private Duration ttl = Duration.ofHours(1);
        private long maxSize = 256L << 20;
        private long maxEntry = 8L << 20;
        private boolean singleFlight = true;
        private Duration heartbeat = Duration.ofSeconds(15);
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /** Where entries are kept; in memory by default. It is closed with the cache. */
        public Builder store(CacheStore store) {
            this.store = store;
            return this;
        }

        /** How long a {@link CacheStore#remote} store may take; 50 ms by default. */
        public Builder storeTimeout(Duration timeout) {
            this.storeTimeout = requirePositive("store_timeout", timeout);
            return this;
        }

        /** Which answers are kept; all by default. */
        public Builder when(CacheWhen when) {
            this.when = when;
            return this;
        }

        /** Who shares answers with whom; nobody with anybody by default. */
        public Builder scope(CacheScope scope) {
            this.scope = scope;
            return this;
        }

        /** Keeps its answers apart from those of other caches in the same store; another one forgets them all. */
        public Builder namespace(String namespace) {
            this.namespace = namespace;
            return this;
        }

        /** How long an answer is good for; an hour by default. */
        public Builder ttl(Duration ttl) {
            this.ttl = requirePositive("ttl", ttl);
            return this;
        }

        /**
         * By how much of its time an answer may be forgotten earlier, each in its own measure, so that those that came
         * together are not asked for anew together; 0 by default.
         *
         * @param share from 0 to below 1
         */
        public Builder ttlJitter(double share) {
            if (!(share >= 0 && share < 1)) {
                throw new IllegalArgumentException("ttl_jitter: " + share + " (expected: from 0 to below 1)");
            }
            this.ttlJitter = share;
            return this;
        }

        /**
         * An exception for models, behind those said before: the first that fits a model holds for it.
         *
         * @param model what the provider calls it, {@code *} stands for any characters
         * @param ttl null for the same as without a rule
         * @param when null for the same as without a rule
         */
        public Builder rule(String model, @Nullable Duration ttl, @Nullable CacheWhen when) {
            Duration checked = ttl == null ? null : requirePositive("ttl", ttl);
            rules.add(new CachePolicy.Rule(new ModelPattern(model), checked, when));
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

        /** Whether calls that ask the same at the same time share one exchange with the provider; by default they do. */
        public Builder singleFlight(boolean singleFlight) {
            this.singleFlight = singleFlight;
            return this;
        }

        /**
         * How long a streaming caller that shares the exchange of a plain one waits for its status; after that it gets a stream,
         * though that may come to nothing. 15 s by default.
         */
        public Builder heartbeat(Duration heartbeat) {
            this.heartbeat = requirePositive("heartbeat", heartbeat);
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

        private static Duration requirePositive(String name, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
            }
            return value;
        }

        private static long requirePositive(String name, long value) {
            if (value <= 0) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
            }
            return value;
        }
    }
}

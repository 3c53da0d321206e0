package dev.qlite.pipeline;

import dev.qlite.chat.ChatRequest;
import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request on its way through the pipeline. Immutable; only its {@link #lifetime} lives. */
public final class Call {
    private final Operation operation;
    private final Json body;
    private final Wish wish;
    private final @Nullable Unread unread;
    private final Caller caller;
    private final @Nullable Secret credential;
    private final @Nullable Route route;
    private final Lifetime lifetime;
    private final Budget budget;
    private final CacheControl cacheControl;
    private final String cacheNamespace;
    private final boolean explained;
    private final String requestId;
    private final String passedBy;
    private final Instant arrival;
    private final long arrivalNanos;
    private final Map<String, Object> context;

    private Call(Builder parts) {
        this.operation = parts.operation;
        this.body = parts.body;
        this.wish = parts.wish;
        this.unread = parts.unread;
        this.caller = parts.caller;
        this.credential = parts.credential;
        this.route = parts.route;
        this.lifetime = parts.lifetime;
        this.budget = parts.budget;
        this.cacheControl = parts.cacheControl;
        this.cacheNamespace = parts.cacheNamespace;
        this.explained = parts.explained;
        this.requestId = parts.requestId;
        this.passedBy = parts.passedBy;
        this.arrival = parts.arrival;
        this.arrivalNanos = parts.arrivalNanos;
        this.context = parts.context;
    }

    /** A chat call. */
    public static Builder chat(ChatRequest request) {
        return new Builder(Operation.CHAT, request.json(), null);
    }

    /**
     * A call for embeddings.
     *
     * @throws InvalidRequestException if the request is no object that names a model
     */
    public static Builder embeddings(Json request) {
        if (!request.isObject()) {
            throw new InvalidRequestException(400, "body: not a JSON object", null, "invalid_json");
        }
        if (request.get("model").isMissing()) {
            throw InvalidRequestException.missing("model", "a model's name");
        }
        if (!request.get("model").isString()) {
            throw InvalidRequestException.field("model", "not a string (expected: a model's name)");
        }
        return new Builder(Operation.EMBEDDINGS, request, null);
    }

    /**
     * A call whose answer passes unread.
     *
     * @param body the request's body where that is JSON, so that a model can be found in it, else {@link Json#MISSING}
     */
    public static Builder unread(Operation operation, Json body, Unread request) {
        return new Builder(operation, body, request);
    }

    public Operation operation() {
        return operation;
    }

    /** The request as it came, or as a stage changed it. */
    public Json body() {
        return body;
    }

    /** What passes unread; null if the operation is one that is read. */
    public @Nullable Unread unread() {
        return unread;
    }

    /** The model that the body names: perhaps an alias, or not what the {@link #route} calls it. Empty if none. */
    public String model() {
        return wish.model;
    }

    /** Whether the body asks for events. */
    public boolean stream() {
        return wish.stream;
    }

    /** Whether the body asks for a last chunk that tells the usage. */
    public boolean includeUsage() {
        return wish.includeUsage;
    }

    public Caller caller() {
        return caller;
    }

    /**
     * The caller's own credential, for the {@link #route}'s provider; null where that provider takes none, or nobody has
     * said yet who it is. So no provider can be shown what is not meant for it.
     */
    public @Nullable Secret credential() {
        return route != null && route.provider().takesCredential() ? credential : null;
    }

    /** Where the call goes; null before a stage has resolved it. */
    public @Nullable Route route() {
        return route;
    }

    public Lifetime lifetime() {
        return lifetime;
    }

    /** What it may take of the memory while it is under way. */
    public Budget budget() {
        return budget;
    }

    public CacheControl cacheControl() {
        return cacheControl;
    }

    /** A name for a part of what the caller shares; answers are never found outside it. Empty if it has none. */
    public String cacheNamespace() {
        return cacheNamespace;
    }

    /** Whether the answer is to say what the cache made of this call. */
    public boolean explained() {
        return explained;
    }

    /** A name for this call alone; empty if it has none. */
    public String requestId() {
        return requestId;
    }

    /** The gateways that have passed it on to here, as {@code CDN-Loop} (RFC 8586) tells them; empty if none. */
    public String passedBy() {
        return passedBy;
    }

    /** When the call came, on the wall clock. */
    public Instant arrival() {
        return arrival;
    }

    /** When the call came, in {@link System#nanoTime}. */
    public long arrivalNanos() {
        return arrivalNanos;
    }

    /** What the application attached under a name, or null. It goes where the call goes, across threads. */
    public @Nullable Object context(String name) {
        return context.get(name);
    }

    /** The same call with another body, which must satisfy whoever checked the first one. */
    public Call withBody(Json body) {
        Builder parts = new Builder(this);
        parts.body = body;
        parts.wish = Wish.of(body);
        return parts.build();
    }

    public Call withRoute(Route route) {
        Builder parts = new Builder(this);
        parts.route = route;
        return parts.build();
    }

    public Call withLifetime(Lifetime lifetime) {
        return new Builder(this).lifetime(lifetime).build();
    }

    public Call withContext(String name, Object value) {
        return new Builder(this).context(name, value).build();
    }

    /** Never the body, nor the credential: nobody should read them in a log. */
    @Override
    public String toString() {
        return operation + " " + requestId + " of " + caller + " to " + (route == null ? "?" : route);
    }

    /** What a body says of the answer that it wants: looked up once, for many ask. */
    private record Wish(String model, boolean stream, boolean includeUsage) {
        static Wish of(Json body) {
            Json model = body.get("model");
            return new Wish(
                    model.isString() ? model.asString() : "",
                    body.get("stream").isTrue(),
                    body.get("stream_options").get("include_usage").isTrue());
        }
    }

    /** Builds a call. Not thread-safe. */
    public static final class Builder {
        private final Operation operation;
        private Json body;
        private Wish wish;
        private final @Nullable Unread unread;
        private Caller caller = Caller.ANONYMOUS;
        private @Nullable Secret credential;
        private @Nullable Route route;
        private Lifetime lifetime;
        private Budget budget = Budget.UNLIMITED;
        private CacheControl cacheControl = CacheControl.DEFAULT;
        private String cacheNamespace = "";
        private boolean explained;
        private String requestId = "";
        private String passedBy = "";
        private final Instant arrival;
        private final long arrivalNanos;
        private Map<String, Object> context = Map.of();

        private Builder(Operation operation, Json body, @Nullable Unread unread) {
            this.operation = operation;
            this.body = body;
            this.wish = Wish.of(body);
            this.unread = unread;
            this.lifetime = Lifetime.unbounded();
            this.arrival = Instant.now();
            this.arrivalNanos = System.nanoTime();
        }

        private Builder(Call call) {
            this.operation = call.operation;
            this.body = call.body;
            this.wish = call.wish;
            this.unread = call.unread;
            this.caller = call.caller;
            this.credential = call.credential;
            this.route = call.route;
            this.lifetime = call.lifetime;
            this.budget = call.budget;
            this.cacheControl = call.cacheControl;
            this.cacheNamespace = call.cacheNamespace;
            this.explained = call.explained;
            this.requestId = call.requestId;
            this.passedBy = call.passedBy;
            this.arrival = call.arrival;
            this.arrivalNanos = call.arrivalNanos;
            this.context = call.context;
        }

        /** Who asks; nobody known by default. */
        public Builder caller(Caller caller) {
            this.caller = caller;
            return this;
        }

        /**
         * The caller's own key for a provider that is asked with it ({@code auth: client}); no other provider gets it.
         * Callers with different keys never share an answer, whatever they are called.
         *
         * @param credential null if it has none
         * @throws IllegalArgumentException if no header can carry it
         */
        public Builder credential(@Nullable Secret credential) {
            if (credential != null && !credential.fitsHeader()) {
                throw new IllegalArgumentException(
                        "credential: no header can carry it (expected: printable ASCII, without spaces)");
            }
            this.credential = credential;
            return this;
        }

        /** How long the caller wants the answer; for ever by default. */
        public Builder lifetime(Lifetime lifetime) {
            this.lifetime = lifetime;
            return this;
        }

        /** What it may take of the memory, with others, while it is under way; unlimited by default. */
        public Builder budget(Budget budget) {
            this.budget = budget;
            return this;
        }

        public Builder cacheControl(CacheControl cacheControl) {
            this.cacheControl = cacheControl;
            return this;
        }

        /** Keeps its answers apart from the caller's others; it cannot reach those of other callers. */
        public Builder cacheNamespace(String cacheNamespace) {
            this.cacheNamespace = cacheNamespace;
            return this;
        }

        /** Has the answer's head say what the cache made of the call; not by default. */
        public Builder explained(boolean explained) {
            this.explained = explained;
            return this;
        }

        public Builder requestId(String requestId) {
            this.requestId = requestId;
            return this;
        }

        /** The gateways that have passed it on, as {@code CDN-Loop} tells them; none by default. */
        public Builder passedBy(String gateways) {
            this.passedBy = gateways;
            return this;
        }

        public Builder context(String name, Object value) {
            Map<String, Object> more = new HashMap<>(context);
            more.put(name, value);
            this.context = Map.copyOf(more);
            return this;
        }

        public Call build() {
            return new Call(this);
        }
    }
}

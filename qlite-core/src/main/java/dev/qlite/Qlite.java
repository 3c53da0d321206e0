package dev.qlite;

import dev.qlite.cache.ExactCache;
import dev.qlite.chat.ChatRequest;
import dev.qlite.chat.QliteException;
import dev.qlite.cost.PriceList;
import dev.qlite.pipeline.Budget;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Estimate;
import dev.qlite.pipeline.Model;
import dev.qlite.pipeline.Pipeline;
import dev.qlite.pipeline.Pricer;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.ReceiptListener;
import dev.qlite.pipeline.Render;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Settle;
import dev.qlite.pipeline.Stage;
import dev.qlite.pipeline.TokenEstimator;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ModelCatalog;
import dev.qlite.provider.Registry;
import dev.qlite.provider.Resolve;
import dev.qlite.tokens.TiktokenEstimator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The gateway: the pipeline with its providers and its cache, and the door to it for a Java program. Thread-safe.
 *
 * <p>Build one and keep it; {@link #close} frees its connections.
 */
public final class Qlite implements AutoCloseable {
    private final Registry registry;
    private final ModelCatalog models;
    private final @Nullable ExactCache cache;
    private final Pipeline pipeline;
    private final Budget budget;

    private Qlite(Builder parts) {
        this.registry = parts.registry.build();
        this.models = new ModelCatalog(registry, System::nanoTime);
        this.cache = parts.cache;
        this.budget = parts.budget;
        this.pipeline = Pipeline.of(stages(parts));
    }

    /** The walk of every call, outermost first; behind the last stage stands the route's provider. */
    private List<Stage> stages(Builder parts) {
        List<Stage> stages = new ArrayList<>();
        Pricer pricer = Objects.requireNonNullElseGet(parts.pricer, PriceList::standard);
        stages.add(new Settle(parts.listeners, System::nanoTime, pricer, parts.usageCost));
        stages.addAll(parts.stages);
        stages.add(new Resolve(registry));
        stages.add(new Render(parts.maxAnswer));
        if (cache != null) {
            stages.add(cache);
        }
        stages.add(new Estimate(parts.tokenEstimator));
        return stages;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Asks for a whole answer.
     *
     * @param request whether it asks for a stream does not matter
     * @throws CallFailedException if there is none; it has the receipt
     */
    public ChatAnswer chat(ChatRequest request) {
        return chat(Call.chat(plain(request)).budget(budget).build());
    }

    /**
     * Asks for a whole answer, for a caller with wishes of its own: who it is, how long it waits, what the cache may do.
     *
     * @throws CallFailedException if there is none; it has the receipt
     * @throws IllegalArgumentException if the call asks for a stream
     */
    public ChatAnswer chat(Call call) {
        if (call.stream()) {
            throw new IllegalArgumentException("stream: true (expected: a call for a whole answer)");
        }
        try (Reply reply = handle(call)) {
            return new ChatAnswer((Reply.Document) reply);
        }
    }

    /**
     * Asks for an answer as it comes. Close it: that cancels what is still under way.
     *
     * @param request whether it asks for a stream does not matter
     * @throws CallFailedException if there is none; it has the receipt
     */
    public ChatStream stream(ChatRequest request) {
        return stream(Call.chat(streamed(request)).budget(budget).build());
    }

    /**
     * Asks for an answer as it comes, for a caller with wishes of its own.
     *
     * @throws CallFailedException if there is none; it has the receipt
     * @throws IllegalArgumentException if the call does not ask for a stream
     */
    public ChatStream stream(Call call) {
        if (!call.stream()) {
            throw new IllegalArgumentException("stream: not true (expected: a call for a streamed answer)");
        }
        return new ChatStream((Reply.Events) handle(call), call.lifetime());
    }

    /**
     * Answers a call: what every door comes to. Close the reply.
     *
     * @throws QliteException if there is no answer
     */
    public Reply handle(Call call) {
        return pipeline.handle(call);
    }

    /** The models that can be asked for; asks upstreams, for two seconds at most. */
    public List<Model> models() {
        return models.list();
    }

    /** The cache; null if there is none. */
    public @Nullable ExactCache cache() {
        return cache;
    }

    /** The memory for calls under way: what a door gives each {@link Call}. */
    public Budget budget() {
        return budget;
    }

    /** Which provider answers for which model. */
    public Registry registry() {
        return registry;
    }

    /** Frees connections and memory; calls under way are cancelled. Idempotent. */
    @Override
    public void close() {
        registry.providers().forEach(Provider::close);
        if (cache != null) {
            cache.close();
        }
    }

    private static ChatRequest plain(ChatRequest request) {
        return request.stream()
                ? ChatRequest.of(request.json().toBuilder()
                        .remove("stream")
                        .remove("stream_options")
                        .build())
                : request;
    }

    private static ChatRequest streamed(ChatRequest request) {
        return request.stream() ? request : request.toBuilder().stream(true).build();
    }

    /** Puts a gateway together. Not thread-safe. */
    public static final class Builder {
        private final Registry.Builder registry = Registry.builder();
        private final List<Stage> stages = new ArrayList<>();
        private final List<ReceiptListener> listeners = new ArrayList<>();
        private @Nullable ExactCache cache;
        private Budget budget = new Budget(Runtime.getRuntime().maxMemory() / 4);
        private @Nullable Pricer pricer;
        private TokenEstimator tokenEstimator = new TiktokenEstimator();
        private boolean usageCost;
        private long maxAnswer = Limits.DEFAULT.maxAnswer();

        private Builder() {}

        /**
         * A provider and the models that it serves; closed with the gateway.
         *
         * @param models names, in which {@code *} stands for any characters
         * @throws IllegalArgumentException if the provider's name or one of the patterns is taken
         */
        public Builder provider(Provider provider, String... models) {
            registry.provider(provider, List.of(models));
            return this;
        }

        /** What may be asked for in place of a model. */
        public Builder alias(String alias, String model) {
            registry.alias(alias, model);
            return this;
        }

        /** Who is asked what names no model and passes unread; by default such a call is refused. */
        public Builder defaultProvider(String name) {
            registry.defaultProvider(name);
            return this;
        }

        /** Has answers kept; closed with the gateway. Without it nothing is. */
        public Builder cache(ExactCache cache) {
            this.cache = cache;
            return this;
        }

        /** A stage of the application's own, behind those added before. It stands before the route is known. */
        public Builder stage(Stage stage) {
            stages.add(stage);
            return this;
        }

        /** Somebody who is told what each call came to. */
        public Builder listener(ReceiptListener listener) {
            listeners.add(listener);
            return this;
        }

        /** Says what answers cost; by default qlite's own {@link PriceList}. */
        public Builder pricer(Pricer pricer) {
            this.pricer = pricer;
            return this;
        }

        /** Counts the tokens of answers that do not tell them; with the encodings of OpenAI's models by default. */
        public Builder tokenEstimator(TokenEstimator tokenEstimator) {
            this.tokenEstimator = tokenEstimator;
            return this;
        }

        /** Has the usage of an answer say its {@code cost} too, in US dollars; not by default. */
        public Builder usageCost(boolean usageCost) {
            this.usageCost = usageCost;
            return this;
        }

        /**
         * The most bytes that the bodies of requests and the recordings of answers may take of the memory together; a quarter of
         * the heap by default. Over it a request is refused with a 503, and an answer is not kept.
         */
        public Builder maxBuffered(long bytes) {
            this.budget = new Budget(bytes);
            return this;
        }

        /** The most bytes of a streamed answer that is put together for a plain call; 64 MB by default. */
        public Builder maxAnswer(long bytes) {
            this.maxAnswer = bytes;
            return this;
        }

        /**
         * The gateway.
         *
         * @throws IllegalArgumentException if an alias or the default provider leads nowhere
         */
        public Qlite build() {
            return new Qlite(this);
        }
    }
}

package dev.qlite.pipeline;

import dev.qlite.chat.QliteException;
import dev.qlite.chat.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a call came to; complete once its reply is at its end. Immutable.
 *
 * <p>Each stage adds what it knows on the way back; {@link Settle} completes it and tells it once.
 */
public final class Receipt {
    private final Operation operation;
    private final String requestId;
    private final Caller caller;
    private final String model;
    private final Instant arrival;
    private final @Nullable Route route;
    private final CacheStatus cache;
    private final int attempts;
    private final @Nullable Usage usage;
    private final @Nullable BigDecimal cost;
    private final @Nullable BigDecimal saved;
    private final Outcome outcome;
    private final @Nullable QliteException failure;
    private final Duration duration;

    private Receipt(Draft parts) {
        this.operation = parts.operation;
        this.requestId = parts.requestId;
        this.caller = parts.caller;
        this.model = parts.model;
        this.arrival = parts.arrival;
        this.route = parts.route;
        this.cache = parts.cache;
        this.attempts = parts.attempts;
        this.usage = parts.usage;
        this.cost = parts.cost;
        this.saved = parts.saved;
        this.outcome = parts.outcome;
        this.failure = parts.failure;
        this.duration = parts.duration;
    }

    /** What is known of a call before anybody has answered it. */
    public static Receipt of(Call call) {
        return new Receipt(new Draft(call));
    }

    public Operation operation() {
        return operation;
    }

    public String requestId() {
        return requestId;
    }

    public Caller caller() {
        return caller;
    }

    /** The model that was asked for; what answered is in the {@link #route}. */
    public String model() {
        return model;
    }

    public Instant arrival() {
        return arrival;
    }

    /** Where the call went; null if it failed before that was known. */
    public @Nullable Route route() {
        return route;
    }

    public CacheStatus cache() {
        return cache;
    }

    /** How many times a provider was asked. */
    public int attempts() {
        return attempts;
    }

    /** The tokens of the answer, reported or {@linkplain Usage#isEstimate estimated}; null where they are not known. */
    public @Nullable Usage usage() {
        return usage;
    }

    /** Whether this call pays for what a provider has used; of all that share an exchange one does, at most. */
    public boolean billed() {
        return attempts > 0 && usage != null;
    }

    /**
     * What it cost, in US dollars, not rounded: 0 where no provider was asked for it; null where that is not known. Complete only in
     * a receipt that was told.
     */
    public @Nullable BigDecimal cost() {
        return cost;
    }

    /** What it would have cost, had a provider been asked for it; 0 where one was; null where that is not known. */
    public @Nullable BigDecimal saved() {
        return saved;
    }

    public Outcome outcome() {
        return outcome;
    }

    /** Why it failed; null unless the {@link #outcome} is {@link Outcome#FAILED}. */
    public @Nullable QliteException failure() {
        return failure;
    }

    /** From the arrival to the end of the answer. */
    public Duration duration() {
        return duration;
    }

    public Receipt withCache(CacheStatus cache) {
        Draft draft = new Draft(this);
        draft.cache = cache;
        return new Receipt(draft);
    }

    public Receipt withAttempts(int attempts) {
        Draft draft = new Draft(this);
        draft.attempts = attempts;
        return new Receipt(draft);
    }

    public Receipt withUsage(@Nullable Usage usage) {
        Draft draft = new Draft(this);
        draft.usage = usage;
        return new Receipt(draft);
    }

    /** The same with its price; a null is not known. */
    public Receipt withCost(@Nullable BigDecimal cost, @Nullable BigDecimal saved) {
        Draft draft = new Draft(this);
        draft.cost = cost;
        draft.saved = saved;
        return new Receipt(draft);
    }

    public Receipt withOutcome(Outcome outcome, @Nullable QliteException failure, Duration duration) {
        Draft draft = new Draft(this);
        draft.outcome = outcome;
        draft.failure = failure;
        draft.duration = duration;
        return new Receipt(draft);
    }

    @Override
    public String toString() {
        return operation + " " + requestId + " of " + caller + ": " + model + " to " + (route == null ? "?" : route)
                + ", " + cache.result() + ", " + outcome + " in " + duration.toMillis() + " ms";
    }

    /** The parts of a receipt while one is made. */
    private static final class Draft {
        final Operation operation;
        final String requestId;
        final Caller caller;
        final String model;
        final Instant arrival;
        final @Nullable Route route;
        CacheStatus cache = CacheStatus.BYPASS;
        int attempts;

        @Nullable
        Usage usage;

        @Nullable
        BigDecimal cost;

        @Nullable
        BigDecimal saved;

        Outcome outcome = Outcome.ANSWERED;

        @Nullable
        QliteException failure;

        Duration duration = Duration.ZERO;

        Draft(Call call) {
            this.operation = call.operation();
            this.requestId = call.requestId();
            this.caller = call.caller();
            this.model = call.model();
            this.arrival = call.arrival();
            this.route = call.route();
        }

        Draft(Receipt receipt) {
            this.operation = receipt.operation;
            this.requestId = receipt.requestId;
            this.caller = receipt.caller;
            this.model = receipt.model;
            this.arrival = receipt.arrival;
            this.route = receipt.route;
            this.cache = receipt.cache;
            this.attempts = receipt.attempts;
            this.usage = receipt.usage;
            this.cost = receipt.cost;
            this.saved = receipt.saved;
            this.outcome = receipt.outcome;
            this.failure = receipt.failure;
            this.duration = receipt.duration;
        }
    }
}

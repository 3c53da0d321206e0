package dev.qlite.provider.mock;

import dev.qlite.chat.ApiError;
import dev.qlite.chat.UpstreamErrorException;
import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Route;
import java.time.Duration;
import java.util.Objects;

/**
 * Answers by itself, the same to the same messages, as fast as it is told to. Thread-safe.
 *
 * <p>Models named {@code mock-429}, {@code mock-500}, {@code mock-cut} and {@code mock-garbage} fail as they say,
 * {@code mock-slow} takes ten seconds more, {@code mock-tools} calls the first tool that it is offered.
 */
public final class MockProvider implements Provider {
    private static final Duration SLOW = Duration.ofSeconds(10);
    private static final int EVENTS_BEFORE_CUT = 3;

    private final String name;
    private final Duration latency;
    private final int tokensPerSecond;

    private MockProvider(Builder parts) {
        this.name = parts.name;
        this.latency = parts.latency;
        this.tokensPerSecond = parts.tokensPerSecond;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Reply execute(Call call) {
        Route route = Objects.requireNonNull(call.route(), "route");
        MockScript script = MockScript.of(route.model());
        Duration wait = script == MockScript.SLOW ? latency.plus(SLOW) : latency;
        Pacing pacing = new Pacing(call.lifetime(), wait, tokensPerSecond);
        try {
            pacing.awaitFirst();
            refuse(script);
            Reply.Document answer = document(call, route, script);
            if (!call.stream()) {
                if (script == MockScript.CUT) {
                    throw cut();
                }
                pacing.awaitTokens(answer.body());
                pacing.close();
                return answer;
            }
            int events = script == MockScript.CUT ? EVENTS_BEFORE_CUT : Integer.MAX_VALUE;
            return new MockEvents(answer, pacing, events, this::cut);
        } catch (RuntimeException e) {
            pacing.close();
            throw e;
        }
    }

    private static Reply.Document document(Call call, Route route, MockScript script) {
        MockAnswer answer = MockAnswer.to(call.body(), route.model(), script == MockScript.TOOLS);
        Receipt receipt = Receipt.of(call).withAttempts(1).withUsage(answer.usage());
        return Reply.Document.of(Head.of(route).withUsage(answer.usage()), answer.document(), receipt);
    }

    private void refuse(MockScript script) {
        switch (script) {
            case RATE_LIMITED ->
                throw new UpstreamErrorException(
                        name,
                        429,
                        ApiError.of("the mock has had enough", "rate_limit_error", null, "rate_limit_exceeded"),
                        Duration.ofSeconds(1));
            case BROKEN ->
                throw new UpstreamErrorException(
                        name,
                        500,
                        ApiError.of("the mock is broken, as its name says", "server_error", null, null),
                        null);
            case GARBAGE -> throw UpstreamUnavailableException.of(name, "answered with no JSON (text/html)", null);
            default -> {}
        }
    }

    private UpstreamUnavailableException cut() {
        return UpstreamUnavailableException.of(name, "its stream ended before the answer did", null);
    }

    /** Collects the mock's settings. Not thread-safe. */
    public static final class Builder {
        private String name = "mock";
        private Duration latency = Duration.ZERO;
        private int tokensPerSecond;

        private Builder() {}

        /** The provider's name; {@code mock} by default. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** How long it takes until the first token; nothing by default. */
        public Builder latency(Duration latency) {
            this.latency = latency;
            return this;
        }

        /** How fast it talks after that; 0, the default, is at once. */
        public Builder tokensPerSecond(int tokensPerSecond) {
            this.tokensPerSecond = tokensPerSecond;
            return this;
        }

        /**
         * The provider.
         *
         * @throws IllegalArgumentException if a setting is negative
         */
        public MockProvider build() {
            if (latency.isNegative()) {
                throw new IllegalArgumentException("latency: " + latency + " (expected: >= 0)");
            }
            if (tokensPerSecond < 0) {
                throw new IllegalArgumentException("tokens_per_second: " + tokensPerSecond + " (expected: >= 0)");
            }
            return new MockProvider(this);
        }
    }
}

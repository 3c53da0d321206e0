package dev.qlite.provider;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is configured for one provider. Immutable. */
public final class ProviderSettings {
    private final String name;
    private final @Nullable URI baseUrl;
    private final @Nullable Secret apiKey;
    private final Map<String, HeaderValue> headers;
    private final boolean includeUsage;
    private final Duration latency;
    private final int maxConnections;
    private final Timeouts timeouts;

    private ProviderSettings(Builder parts) {
        this.name = parts.name;
        this.baseUrl = parts.baseUrl;
        this.apiKey = parts.apiKey;
        this.headers = Map.copyOf(parts.headers);
        this.includeUsage = parts.includeUsage;
        this.latency = parts.latency;
        this.maxConnections = parts.maxConnections;
        this.timeouts = parts.timeouts;
    }

    /** Settings of a provider that is called so in headers, logs and {@code provider/model}. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    public String name() {
        return name;
    }

    /** Where the API is; null for the provider's own place. */
    public @Nullable URI baseUrl() {
        return baseUrl;
    }

    /** qlite's own credential there; null where none is needed. */
    public @Nullable Secret apiKey() {
        return apiKey;
    }

    /** Headers to send with each request. */
    public Map<String, HeaderValue> headers() {
        return headers;
    }

    /** Whether a stream's usage may be asked for; some servers reject the question. */
    public boolean includeUsage() {
        return includeUsage;
    }

    /** How long a provider that answers by itself takes. */
    public Duration latency() {
        return latency;
    }

    /** The most connections at a time. */
    public int maxConnections() {
        return maxConnections;
    }

    public Timeouts timeouts() {
        return timeouts;
    }

    /**
     * A header's value.
     *
     * @param isSecret whether it may be a credential: then it is no part of a fingerprint, and not printed
     */
    public record HeaderValue(String value, boolean isSecret) {
        @Override
        public String toString() {
            return isSecret ? "***" : value;
        }
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private @Nullable URI baseUrl;
        private @Nullable Secret apiKey;
        private final Map<String, HeaderValue> headers = new LinkedHashMap<>();
        private boolean includeUsage = true;
        private Duration latency = Duration.ZERO;
        private int maxConnections = 1_000;
        private Timeouts timeouts = Timeouts.DEFAULT;

        private Builder(String name) {
            this.name = name;
        }

        /** Where the API is; for OpenAI's it ends in {@code /v1}. */
        public Builder baseUrl(URI baseUrl) {
            this.baseUrl = baseUrl;
            return this;
        }

        public Builder apiKey(Secret apiKey) {
            this.apiKey = apiKey;
            return this;
        }

        /** A header that is sent with each request, and told in the open. */
        public Builder header(String name, String value) {
            headers.put(name, new HeaderValue(value, false));
            return this;
        }

        /** A header that is sent with each request, and is a secret. */
        public Builder secretHeader(String name, String value) {
            headers.put(name, new HeaderValue(value, true));
            return this;
        }

        public Builder includeUsage(boolean includeUsage) {
            this.includeUsage = includeUsage;
            return this;
        }

        public Builder latency(Duration latency) {
            this.latency = latency;
            return this;
        }

        public Builder maxConnections(int maxConnections) {
            this.maxConnections = maxConnections;
            return this;
        }

        public Builder timeouts(Timeouts timeouts) {
            this.timeouts = timeouts;
            return this;
        }

        public ProviderSettings build() {
            return new ProviderSettings(this);
        }
    }
}

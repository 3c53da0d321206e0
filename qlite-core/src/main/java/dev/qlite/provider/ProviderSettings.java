package dev.qlite.provider;

import dev.qlite.json.Json;
import dev.qlite.pipeline.Secret;
import dev.qlite.transport.HttpProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is configured for one provider. Immutable. */
public final class ProviderSettings {
    /** The configuration's keys of every provider that is asked over HTTP with a key. */
    private static final Set<String> OVER_HTTP = Set.of(
            "base_url",
            "api_key",
            "auth",
            "headers",
            "answer_headers",
            "proxy",
            "ca_file",
            "transport",
            "max_connections",
            "timeouts");

    private static final int LEAST_SECRET = 8;

    private static final String AUTHORIZATION = "Authorization";

    private final String name;
    private final @Nullable URI baseUrl;
    private final @Nullable Secret apiKey;
    private final boolean callersKey;
    private final String authHeader;
    private final Map<String, HeaderValue> headers;
    private final Set<String> answerHeaders;
    private final @Nullable HttpProxy proxy;
    private final @Nullable Path caFile;
    private final TransportKind transport;
    private final boolean includeUsage;
    private final int defaultMaxTokens;
    private final Map<String, Json> capabilities;
    private final boolean refusesUnsupported;
    private final Duration latency;
    private final int maxConnections;
    private final Timeouts timeouts;

    private ProviderSettings(Builder parts) {
        this.name = parts.name;
        this.baseUrl = parts.baseUrl;
        this.apiKey = parts.apiKey;
        this.callersKey = parts.callersKey;
        this.authHeader = parts.authHeader == null ? AUTHORIZATION : parts.authHeader;
        this.headers = Map.copyOf(parts.headers);
        this.answerHeaders = Collections.unmodifiableSet(new TreeSet<>(parts.answerHeaders));
        this.proxy = parts.proxy;
        this.caFile = parts.caFile;
        this.transport = parts.transport;
        this.includeUsage = parts.includeUsage;
        this.defaultMaxTokens = parts.defaultMaxTokens;
        this.capabilities = Collections.unmodifiableMap(new LinkedHashMap<>(parts.capabilities));
        this.refusesUnsupported = parts.refusesUnsupported;
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

    /** The configuration's keys of a provider that is asked over HTTP with a key, and those that it has beside them. */
    public static Set<String> overHttpAnd(String... more) {
        Set<String> keys = new TreeSet<>(OVER_HTTP);
        Collections.addAll(keys, more);
        return Collections.unmodifiableSet(keys);
    }

    /** Where the API is; null for the provider's own place. */
    public @Nullable URI baseUrl() {
        return baseUrl;
    }

    /**
     * Where the API is: as configured, else its owner's place, which needs a key.
     *
     * @param owner whose key that is, for the message
     * @throws IllegalArgumentException if there is none
     */
    public URI baseUrlOr(URI own, String owner) {
        if (baseUrl != null) {
            return baseUrl;
        }
        if (apiKey == null && !callersKey) {
            throw new IllegalArgumentException(
                    "api_key: missing (expected: " + owner + "'s key, auth: client, or a base_url that needs none)");
        }
        return own;
    }

    /** qlite's own credential there; null where none is needed. */
    public @Nullable Secret apiKey() {
        return apiKey;
    }

    /** Whether it is asked with each caller's own key, in place of one of qlite's. */
    public boolean callersKey() {
        return callersKey;
    }

    /** The name of the header that carries the key. */
    public String authHeader() {
        return authHeader;
    }

    /** A key as a header carries it: in {@code Authorization} as a bearer's, in any other by itself. */
    public static String authValue(String header, Secret key) {
        return header.equalsIgnoreCase(AUTHORIZATION) ? "Bearer " + key.reveal() : key.reveal();
    }

    /** Headers to send with each request. */
    public Map<String, HeaderValue> headers() {
        return headers;
    }

    /** Those headers whose value, though a secret, can change an answer; found in any spelling. */
    public Set<String> answerHeaders() {
        return answerHeaders;
    }

    /**
     * All of the headers that can change an answer: what they are called, and what they say. Of a secret only its hash, and
     * only if it is among {@link #answerHeaders}.
     */
    public String headersFingerprint() {
        StringBuilder words = new StringBuilder();
        Map<String, HeaderValue> inOrder = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        inOrder.putAll(headers);
        inOrder.forEach((name, value) -> {
            words.append('\n').append(name.toLowerCase(Locale.ROOT));
            if (!value.isSecret()) {
                words.append(": ").append(value.value());
            } else if (answerHeaders.contains(name)) {
                words.append(":#").append(Secret.of(value.value()).hash());
            } else {
                words.append(": ");
            }
        });
        return words.toString();
    }

    /** Whether a text holds the key, or the value of a secret header; what is too short to be a secret is not looked for. */
    public boolean isSecretIn(String text) {
        return (apiKey != null && isSecretIn(text, apiKey.reveal()))
                || headers.values().stream().anyMatch(value -> value.isSecret() && isSecretIn(text, value.value()));
    }

    private static boolean isSecretIn(String text, String secret) {
        return secret.length() >= LEAST_SECRET && text.contains(secret);
    }

    /** The HTTP proxy that leads to it; null for what the JVM's system properties say, and then the environment. */
    public @Nullable HttpProxy proxy() {
        return proxy;
    }

    /**
     * A PEM file of whom to trust there; null for whom the JVM's system properties say, then the environment, then the JDK's
     * authorities.
     */
    public @Nullable Path caFile() {
        return caFile;
    }

    /** What carries its calls. */
    public TransportKind transport() {
        return transport;
    }

    /** Whether a stream's usage may be asked for; some servers reject the question. */
    public boolean includeUsage() {
        return includeUsage;
    }

    /** The most tokens of an answer to a request that does not say, where the provider must be told; 0 for its own measure. */
    public int defaultMaxTokens() {
        return defaultMaxTokens;
    }

    /** What models can do, in place of what the provider's own table says: objects by the pattern of the model, in order. */
    public Map<String, Json> capabilities() {
        return capabilities;
    }

    /** Whether a field that the provider does not have is refused, harmless as it may be. */
    public boolean refusesUnsupported() {
        return refusesUnsupported;
    }

    /** What of these settings changes how a request is translated. */
    public String translationFingerprint() {
        return "\n" + defaultMaxTokens + " " + refusesUnsupported + " " + capabilities + headersFingerprint();
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
        private boolean callersKey;
        private @Nullable String authHeader;
        private final Map<String, HeaderValue> headers = new LinkedHashMap<>();
        private final TreeSet<String> answerHeaders = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        private @Nullable HttpProxy proxy;
        private @Nullable Path caFile;
        private TransportKind transport = TransportKind.SOCKETS;
        private boolean includeUsage = true;
        private int defaultMaxTokens;
        private final Map<String, Json> capabilities = new LinkedHashMap<>();
        private boolean refusesUnsupported;
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

        /** Has it asked with each caller's own key ({@code Call.Builder.credential}), in place of an {@link #apiKey}. */
        public Builder callersKey() {
            this.callersKey = true;
            return this;
        }

        /** The name of the header that carries the key; {@code Authorization}, as a bearer's, by default. */
        public Builder authHeader(String name) {
            this.authHeader = name;
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

        /** Those of the headers whose value, though a secret, can change an answer: the cache keeps them apart. */
        public Builder answerHeaders(Collection<String> names) {
            answerHeaders.addAll(names);
            return this;
        }

        /** An HTTP proxy that leads there. */
        public Builder proxy(HttpProxy proxy) {
            this.proxy = proxy;
            return this;
        }

        /** A PEM file of whom to trust there, in place of the JDK's authorities. */
        public Builder caFile(Path caFile) {
            this.caFile = caFile;
            return this;
        }

        public Builder transport(TransportKind transport) {
            this.transport = transport;
            return this;
        }

        public Builder includeUsage(boolean includeUsage) {
            this.includeUsage = includeUsage;
            return this;
        }

        /** The most tokens of an answer to a request that does not say. */
        public Builder defaultMaxTokens(int tokens) {
            this.defaultMaxTokens = tokens;
            return this;
        }

        /**
         * Says what models can do, in place of what the provider's own table says.
         *
         * @param model their pattern; of several that fit, the first said holds
         * @param values an object
         */
        public Builder capabilities(String model, Json values) {
            capabilities.put(model, values);
            return this;
        }

        /** Has fields refused that the provider does not have, and that are dropped by default. */
        public Builder refuseUnsupported() {
            this.refusesUnsupported = true;
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

        /**
         * The settings.
         *
         * @throws IllegalArgumentException if two of them contradict each other; it names the key
         */
        public ProviderSettings build() {
            ProviderSettings settings = new ProviderSettings(this);
            checkKey(settings);
            Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            names.addAll(headers.keySet());
            for (String name : answerHeaders) {
                if (!names.contains(name)) {
                    throw new IllegalArgumentException("answer_headers: " + name + " (expected: one of headers)");
                }
            }
            return settings;
        }

        private void checkKey(ProviderSettings settings) {
            if (apiKey != null && callersKey) {
                throw new IllegalArgumentException("auth: client beside api_key (expected: one of the two)");
            }
            if (apiKey == null && !callersKey) {
                if (authHeader != null) {
                    throw new IllegalArgumentException(
                            "auth_header: there is no key for it (expected: api_key, or auth: client)");
                }
                return;
            }
            for (String name : headers.keySet()) {
                if (name.equalsIgnoreCase(settings.authHeader)) {
                    throw new IllegalArgumentException(
                            "headers: " + name + " is where the key goes (expected: that header," + " or "
                                    + (callersKey ? "auth: client" : "api_key") + ")");
                }
            }
        }
    }
}

package dev.qlite.provider;

import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Secret;
import dev.qlite.transport.Headers;
import java.util.Objects;

/**
 * The headers of requests to one provider, made afresh: nothing of the caller's is forwarded, but for its own key where
 * the provider is asked with that. Immutable.
 */
public final class RequestHeaders {
    private final ProviderSettings settings;
    private final String authHeader;
    private final Headers plain;
    private final Headers streamed;

    /**
     * Headers with the configured ones and the key.
     *
     * @param authHeader the header that carries the key, as {@link ProviderSettings#authValue(String, Secret)} has it
     * @param own what all requests of the dialect say beside
     */
    public RequestHeaders(ProviderSettings settings, String authHeader, Headers own) {
        this.settings = settings;
        this.authHeader = authHeader;
        this.plain = headers(own, "application/json");
        this.streamed = headers(own, "text/event-stream");
    }

    /** Those of a call's request. */
    public Headers of(Call call) {
        Headers headers = call.stream() ? streamed : plain;
        if (!settings.callersKey()) {
            return headers;
        }
        Secret credential = Objects.requireNonNull(call.credential(), "credential");
        return headers.toBuilder()
                .set(authHeader, ProviderSettings.authValue(authHeader, credential))
                .build();
    }

    /** Those of a request that no caller asks for; without a key where only callers have one. */
    public Headers ofNobody() {
        return plain;
    }

    private Headers headers(Headers own, String accept) {
        Headers.Builder headers = Headers.builder()
                .add("Content-Type", "application/json")
                .add("Accept", accept)
                .add("User-Agent", "qlite");
        own.forEach(headers::set);
        Secret key = settings.apiKey();
        if (key != null) {
            headers.add(authHeader, ProviderSettings.authValue(authHeader, key));
        }
        settings.headers().forEach((name, value) -> headers.set(name, value.value()));
        return headers.build();
    }
}

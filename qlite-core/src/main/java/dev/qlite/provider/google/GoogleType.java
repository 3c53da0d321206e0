package dev.qlite.provider.google;

import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Secret;
import dev.qlite.provider.HttpProvider;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.ProviderType;
import dev.qlite.provider.UpstreamTransport;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** Google's Gemini API, as developers use it. */
public final class GoogleType implements ProviderType {
    private static final URI GOOGLE = URI.create("https://generativelanguage.googleapis.com");

    /** Google's own API with a key, all else as by default: for a Java program. */
    public static Provider withKey(String apiKey) {
        ProviderSettings settings =
                ProviderSettings.named("google").apiKey(Secret.of(apiKey)).build();
        return new GoogleType().create(settings, Limits.DEFAULT);
    }

    @Override
    public String name() {
        return "google";
    }

    @Override
    public List<String> environment() {
        return List.of("GEMINI_API_KEY", "GOOGLE_API_KEY");
    }

    @Override
    public List<String> models() {
        return List.of("gemini-*", "gemma-*");
    }

    @Override
    public Set<String> settings() {
        return Set.of(
                "base_url",
                "api_key",
                "auth",
                "headers",
                "answer_headers",
                "proxy",
                "ca_file",
                "capabilities",
                "unsupported",
                "max_connections",
                "timeouts");
    }

    @Override
    public Provider create(ProviderSettings settings, Limits limits) {
        URI baseUrl = settings.baseUrl() == null ? GOOGLE : settings.baseUrl();
        if (settings.apiKey() == null && !settings.callersKey() && baseUrl.equals(GOOGLE)) {
            throw new IllegalArgumentException(
                    "api_key: missing (expected: Google's key, auth: client, or a base_url that needs none)");
        }
        return new HttpProvider(
                settings.name(),
                baseUrl.toString(),
                new GoogleDialect(baseUrl, settings),
                UpstreamTransport.of(settings),
                settings.timeouts(),
                limits);
    }
}

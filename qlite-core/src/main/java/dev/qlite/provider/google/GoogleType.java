package dev.qlite.provider.google;

import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Secret;
import dev.qlite.provider.HttpProvider;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.ProviderType;
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
        return ProviderSettings.overHttpAnd("capabilities", "unsupported");
    }

    @Override
    public Provider create(ProviderSettings settings, Limits limits) {
        URI baseUrl = settings.baseUrlOr(GOOGLE, "Google");
        return new HttpProvider(baseUrl, new GoogleDialect(baseUrl, settings), settings, limits);
    }
}

package dev.qlite.provider.anthropic;

import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Secret;
import dev.qlite.provider.HttpProvider;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.ProviderType;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** Anthropic's Messages API. */
public final class AnthropicType implements ProviderType {
    private static final URI ANTHROPIC = URI.create("https://api.anthropic.com");

    /** Anthropic's own API with a key, all else as by default: for a Java program. */
    public static Provider withKey(String apiKey) {
        ProviderSettings settings =
                ProviderSettings.named("anthropic").apiKey(Secret.of(apiKey)).build();
        return new AnthropicType().create(settings, Limits.DEFAULT);
    }

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public List<String> environment() {
        return List.of("ANTHROPIC_API_KEY");
    }

    @Override
    public List<String> models() {
        return List.of("claude-*");
    }

    @Override
    public Set<String> settings() {
        return ProviderSettings.overHttpAnd("default_max_tokens", "capabilities", "unsupported");
    }

    @Override
    public Provider create(ProviderSettings settings, Limits limits) {
        URI baseUrl = settings.baseUrlOr(ANTHROPIC, "Anthropic");
        return new HttpProvider(baseUrl, new AnthropicDialect(baseUrl, settings), settings, limits);
    }
}

package dev.qlite.examples.parrot;

import dev.qlite.pipeline.Provider;
import dev.qlite.provider.HttpProvider;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.ProviderType;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * A parrot behind HTTP: {@code type: parrot} in the configuration, once a file {@code
 * META-INF/services/dev.qlite.provider.ProviderType} names this class.
 */
public final class ParrotType implements ProviderType {
    @Override
    public String name() {
        return "parrot";
    }

    @Override
    public List<String> environment() {
        return List.of("PARROT_API_KEY");
    }

    @Override
    public List<String> models() {
        return List.of("parrot-*");
    }

    @Override
    public Set<String> settings() {
        return Set.of("base_url", "api_key", "unsupported", "timeouts");
    }

    @Override
    public Provider create(ProviderSettings settings, Limits limits) {
        URI baseUrl = settings.baseUrl();
        if (baseUrl == null) {
            throw new IllegalArgumentException("base_url: missing (expected: where the parrot is)");
        }
        return new HttpProvider(baseUrl, new ParrotDialect(baseUrl, settings), settings, limits);
    }
}

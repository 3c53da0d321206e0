package dev.qlite.config;

import dev.qlite.pipeline.Provider;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.ProviderType;
import java.util.List;

/**
 * A provider as it is configured. Immutable.
 *
 * @param models the patterns of the models that it serves: its own, or its type's
 */
public record ConfiguredProvider(ProviderType type, ProviderSettings settings, List<String> models) {
    public ConfiguredProvider {
        models = List.copyOf(models);
    }

    /** Its name in the configuration. */
    public String name() {
        return settings.name();
    }

    /** The provider itself, new each time. */
    Provider create(Limits limits) {
        return type.create(settings, limits);
    }

    /** Its name only. */
    @Override
    public String toString() {
        return name();
    }
}

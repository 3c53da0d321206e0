package dev.qlite.config;

import dev.qlite.pipeline.Secret;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.ProviderType;
import dev.qlite.provider.ProviderTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The providers that can be had without a file. */
final class FoundProviders {
    private FoundProviders() {}

    /** @throws ConfigException if a variable holds what cannot be a key */
    static List<ConfiguredProvider> in(Map<String, String> environment) {
        Reading reading = new Reading("environment", environment);
        List<ConfiguredProvider> found = new ArrayList<>();
        for (ProviderType type : ProviderTypes.all()) {
            ProviderSettings.Builder settings = ProviderSettings.named(type.name());
            if (type.environment().isEmpty()) {
                found.add(new ConfiguredProvider(type, settings.build(), type.models()));
                continue;
            }
            type.environment().stream()
                    .filter(name -> !environment.getOrDefault(name, "").isEmpty())
                    .findFirst()
                    .ifPresent(name -> {
                        Secret key = Types.secret(environment.getOrDefault(name, ""));
                        if (key == null) {
                            reading.problem(0, name, "*** (expected: " + Types.SECRET.expected() + ")");
                        } else {
                            found.add(new ConfiguredProvider(
                                    type, settings.apiKey(key).build(), type.models()));
                        }
                    });
        }
        reading.check();
        return found;
    }
}

package dev.qlite.config;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.config.Place.Scalar;
import dev.qlite.config.ValueType.Located;
import dev.qlite.pipeline.Operation;
import dev.qlite.pipeline.Provider;
import dev.qlite.provider.Nearest;
import dev.qlite.provider.Registry;
import dev.qlite.provider.Timeouts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A configuration while it is read. Not thread-safe. */
final class Draft {
    private final Reading reading;
    private final List<ProviderDraft> drafts = new ArrayList<>();
    private ServerSettings server = ServerSettings.DEFAULT;
    private Timeouts timeouts = Timeouts.DEFAULT;
    private @Nullable CacheSettings cache;
    private PricingSettings pricing = PricingSettings.DEFAULT;
    private Map<String, Located<Scalar>> aliases = Map.of();

    Draft(Reading reading) {
        this.reading = reading;
    }

    ServerSettings server() {
        return server;
    }

    Draft server(ServerSettings server) {
        this.server = server;
        return this;
    }

    Timeouts timeouts() {
        return timeouts;
    }

    Draft timeouts(Timeouts timeouts) {
        this.timeouts = timeouts;
        return this;
    }

    /** What the section of a provider starts from. */
    ProviderDraft start(String name, Place place, Map<String, Place> members) {
        return new ProviderDraft(name, place, members, timeouts);
    }

    Draft provider(ProviderDraft provider) {
        drafts.add(provider);
        return this;
    }

    @Nullable
    CacheSettings cache() {
        return cache;
    }

    Draft cache(CacheSettings cache) {
        this.cache = cache;
        return this;
    }

    PricingSettings pricing() {
        return pricing;
    }

    Draft pricing(PricingSettings pricing) {
        this.pricing = pricing;
        return this;
    }

    Draft aliases(Map<String, Located<Scalar>> aliases) {
        this.aliases = aliases;
        return this;
    }

    Map<String, String> aliases() {
        Map<String, String> models = new LinkedHashMap<>();
        aliases.forEach((alias, model) -> models.put(alias, model.value().text()));
        return models;
    }

    /**
     * The providers, after a look at what no key can tell by itself: whether they can be built, and models and aliases
     * lead to one of them.
     */
    List<ConfiguredProvider> providers() {
        List<ConfiguredProvider> providers = new ArrayList<>();
        List<String> passing = new ArrayList<>();
        Registry.Builder registry = Registry.builder();
        for (ProviderDraft draft : drafts) {
            try {
                ConfiguredProvider configured = draft.configured();
                if (configured != null) {
                    providers.add(configured);
                    add(configured, registry, passing);
                }
            } catch (IllegalArgumentException e) {
                draft.refused(String.valueOf(e.getMessage()));
            }
        }
        if (reading.isFine("providers")) {
            checkAliases(registry.build(), providers);
            reading.checkProviderNames(passing);
        }
        return providers;
    }

    /** @param passing gets the provider's name if it passes on what it does not read */
    private void add(ConfiguredProvider configured, Registry.Builder registry, List<String> passing) {
        try (Provider provider = configured.create(server.limits())) {
            registry.provider(provider, configured.models());
            if (provider.has(Operation.unread(""))) {
                passing.add(provider.name());
            }
        }
    }

    private void checkAliases(Registry registry, List<ConfiguredProvider> providers) {
        List<String> known = providers.stream()
                .flatMap(provider -> provider.models().stream())
                .toList();
        aliases.values().forEach(alias -> {
            String model = alias.value().text();
            try {
                registry.resolve(model);
            } catch (InvalidRequestException e) {
                List<String> nearest = Nearest.to(model, known, 3);
                String expected = nearest.isEmpty() ? "a model that a provider serves" : String.join(" or ", nearest);
                alias.place().expected("nobody serves " + Place.shown(alias.value(), false), expected);
            }
        });
    }
}

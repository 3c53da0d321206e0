package dev.qlite.provider;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which provider answers for which model: a pure look-up. Immutable and thread-safe.
 *
 * <p>The rule: an alias, else an exact name, else {@code provider/model} with a configured provider's name, else the
 * pattern with the most literal characters; among equals the one that was said first.
 */
public final class Registry {
    private static final int SHOWN = 100;

    private final Map<String, String> aliases;
    private final List<Entry> entries;
    private final Map<String, Provider> providers;
    private final Map<String, Route> exact = new LinkedHashMap<>();
    private final List<Entry> globs;
    private final @Nullable Provider defaultProvider;

    private Registry(Builder parts) {
        this.aliases = Map.copyOf(parts.aliases);
        this.entries = List.copyOf(parts.entries);
        this.providers = new LinkedHashMap<>(parts.providers);
        for (Entry entry : entries) {
            if (entry.pattern.isExact()) {
                exact.put(entry.pattern.text(), new Route(entry.provider, entry.pattern.text()));
            }
        }
        this.defaultProvider = parts.defaultProvider == null ? null : providers.get(parts.defaultProvider);
        this.globs = entries.stream()
                .filter(entry -> !entry.pattern.isExact())
                .sorted(Comparator.comparingInt((Entry entry) -> entry.pattern.literals())
                        .reversed())
                .toList();
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * The route for a model's name, or an alias of one.
     *
     * @throws InvalidRequestException a 404 with the nearest names, if nobody serves it
     */
    public Route resolve(String model) {
        Route route = find(aliases.getOrDefault(model, model));
        if (route == null) {
            throw unknown(model);
        }
        return route;
    }

    /** Who is asked what names no model; null if nobody. */
    public @Nullable Provider defaultProvider() {
        return defaultProvider;
    }

    /** The providers, in the order in which they were said. */
    public List<Provider> providers() {
        return List.copyOf(providers.values());
    }

    /** What a client may ask for in place of a model: alias to model. */
    public Map<String, String> aliases() {
        return aliases;
    }

    /** The exact names among a provider's patterns. */
    List<String> exactNames(Provider provider) {
        return patterns(provider).stream()
                .filter(ModelPattern::isExact)
                .map(ModelPattern::text)
                .toList();
    }

    /** Whether a name leads to that provider without its prefix. */
    boolean serves(Provider provider, String model) {
        Route route = find(model);
        return route != null && route.provider() == provider && route.model().equals(model);
    }

    private List<ModelPattern> patterns(Provider provider) {
        return entries.stream()
                .filter(entry -> entry.provider == provider)
                .map(Entry::pattern)
                .toList();
    }

    private @Nullable Route find(String model) {
        Route route = exact.get(model);
        if (route != null) {
            return route;
        }
        int slash = model.indexOf('/');
        if (slash > 0 && slash < model.length() - 1) {
            Provider named = providers.get(model.substring(0, slash));
            if (named != null) {
                return new Route(named, model.substring(slash + 1));
            }
        }
        for (Entry entry : globs) {
            if (entry.pattern.matches(model)) {
                return new Route(entry.provider, model);
            }
        }
        return null;
    }

    private InvalidRequestException unknown(String model) {
        List<String> known = new ArrayList<>(aliases.keySet());
        entries.forEach(entry -> known.add(entry.pattern.text()));
        List<String> nearest = Nearest.to(model, known, 3);
        List<String> shown = nearest.isEmpty() ? known.stream().limit(5).toList() : nearest;
        String message = "model: nobody serves '" + shown(model) + "' ("
                + (nearest.isEmpty() ? "there are: " : "nearest: ") + String.join(", ", shown)
                + "; GET /v1/models lists them)";
        return new InvalidRequestException(404, message, "model", "model_not_found");
    }

    /** A model's name as far as a message shows it. */
    static String shown(String model) {
        return model.length() > SHOWN ? model.substring(0, SHOWN) + "…" : model;
    }

    private record Entry(Provider provider, ModelPattern pattern) {}

    /** Collects providers and aliases. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Provider> providers = new LinkedHashMap<>();
        private final Map<String, String> aliases = new LinkedHashMap<>();
        private final List<Entry> entries = new ArrayList<>();
        private @Nullable String defaultProvider;

        private Builder() {}

        /**
         * A provider and the models that it serves.
         *
         * @param models names, in which {@code *} stands for any characters
         * @throws IllegalArgumentException if the provider's name or one of the patterns is taken
         */
        public Builder provider(Provider provider, List<String> models) {
            if (providers.putIfAbsent(provider.name(), provider) != null) {
                throw new IllegalArgumentException("provider " + provider.name() + ": there are two of that name");
            }
            for (String model : models) {
                add(provider, new ModelPattern(model));
            }
            return this;
        }

        /** What a client may ask for in place of a model. */
        public Builder alias(String alias, String model) {
            aliases.put(alias, model);
            return this;
        }

        /** Who is asked what names no model; nobody by default. */
        public Builder defaultProvider(String name) {
            this.defaultProvider = name;
            return this;
        }

        /**
         * The registry.
         *
         * @throws IllegalArgumentException if nobody serves the model of an alias, or the default provider is none
         */
        public Registry build() {
            Registry registry = new Registry(this);
            if (defaultProvider != null && registry.defaultProvider() == null) {
                throw new IllegalArgumentException("default_provider: '" + defaultProvider + "' (expected: "
                        + String.join(" or ", providers.keySet()) + ")");
            }
            aliases.forEach((alias, model) -> {
                if (registry.find(model) == null) {
                    throw new IllegalArgumentException("aliases." + alias + ": nobody serves '" + model + "'");
                }
            });
            return registry;
        }

        private void add(Provider provider, ModelPattern pattern) {
            for (Entry entry : entries) {
                if (entry.pattern.equals(pattern) && entry.provider != provider) {
                    throw new IllegalArgumentException("model " + pattern + ": given to two providers, "
                            + entry.provider.name() + " and " + provider.name());
                }
            }
            entries.add(new Entry(provider, pattern));
        }
    }
}

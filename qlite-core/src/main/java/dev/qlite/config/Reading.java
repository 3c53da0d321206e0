package dev.qlite.config;

import dev.qlite.config.ConfigException.Problem;
import dev.qlite.config.Place.Scalar;
import dev.qlite.config.ValueType.Located;
import dev.qlite.provider.Nearest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** One reading of a configuration: where values may come from, and what was found wrong so far. Not thread-safe. */
final class Reading {
    private final String source;
    private final Map<String, String> environment;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Located<Scalar>> providerNames = new ArrayList<>();

    /** @param source what problems call the configuration: the file's name */
    Reading(String source, Map<String, String> environment) {
        this.source = source;
        this.environment = Map.copyOf(environment);
    }

    Map<String, String> environment() {
        return environment;
    }

    void problem(int line, String key, String message) {
        problems.add(new Problem(source, line, key, message));
    }

    /** Notes a name that must be a provider's. */
    void mustBeProvider(Place place, Scalar name) {
        providerNames.add(new Located<>(place, name));
    }

    /** Says which of the noted names are none of these. */
    void checkProviderNames(List<String> providers) {
        for (Located<Scalar> name : providerNames) {
            String text = name.value().text();
            if (!providers.contains(text)) {
                List<String> nearest = Nearest.to(text, providers, 3);
                List<String> expected = nearest.isEmpty() ? providers : nearest;
                name.place()
                        .expected(
                                Place.shown(name.value(), false)
                                        + " is no provider that passes on what it does not read",
                                expected.isEmpty() ? "one of type openai" : String.join(" or ", expected));
            }
        }
    }

    /** Whether nothing is wrong at a key and below it, so far. */
    boolean isFine(String key) {
        return problems.stream()
                .map(Problem::key)
                .noneMatch(each -> each.equals(key) || each.startsWith(key + ".") || each.startsWith(key + "["));
    }

    /** @throws ConfigException if anything was found wrong */
    void check() {
        if (!problems.isEmpty()) {
            throw failed();
        }
    }

    /** All that was found wrong, in the order of the lines. */
    ConfigException failed() {
        problems.sort(Comparator.comparingInt(Problem::line));
        return new ConfigException(problems);
    }
}

package dev.qlite.cache;

import dev.qlite.provider.ModelPattern;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which answers are kept, and for how long. Immutable.
 *
 * @param rules exceptions by model; the first that fits a model holds for it
 */
record CachePolicy(CacheWhen when, Duration ttl, List<Rule> rules) {
    CachePolicy {
        rules = List.copyOf(rules);
    }

    /**
     * An exception.
     *
     * @param model what the provider calls it
     * @param ttl null for the same as without a rule
     * @param when null for the same as without a rule
     */
    record Rule(
            ModelPattern model,
            @Nullable Duration ttl,
            @Nullable CacheWhen when) {}

    CacheWhen when(String model) {
        Rule rule = rule(model);
        return rule == null || rule.when == null ? when : rule.when;
    }

    Duration ttl(String model) {
        Rule rule = rule(model);
        return rule == null || rule.ttl == null ? ttl : rule.ttl;
    }

    private @Nullable Rule rule(String model) {
        for (Rule rule : rules) {
            if (rule.model.matches(model)) {
                return rule;
            }
        }
        return null;
    }
}

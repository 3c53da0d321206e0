package dev.qlite.config;

import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The kinds of a section, where each takes only a part of its table. Immutable.
 *
 * @param <B> what the section makes
 * @param key the key whose value says the kind
 * @param takes whether this one takes the key of that name, once those above it are bound
 * @param of the name of this one's kind
 * @param all every kind by its name, with the keys that it takes; looked up anew each time
 */
record Kinds<B>(
        String key, BiPredicate<B, String> takes, Function<B, String> of, Supplier<Map<String, Set<String>>> all) {}

package dev.qlite.config;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One key of a section. Immutable.
 *
 * @param <B> what its section makes
 * @param <B> what its section makes
 * @param shape how the path goes on below it: {@code ""}, or {@code ".*"} where names of the user's own come first
 * @param section what its value is made of, where that is a section itself; null where it is one value
 * @param byDefault what holds where nothing is said, as one would write it; empty where that is nothing
 * @param about what it is for, in words for the documentation
 */
record Key<B>(
        String name, String shape, @Nullable Section<?> section, String byDefault, String about, Binding<B> binding) {
    /** Puts a value into what the section makes. */
    interface Binding<B> {
        B bind(B start, Place place);
    }

    /** A key with one value. */
    static <B, T> Key<B> value(
            String name, ValueType<T> type, String byDefault, String about, BiFunction<B, T, B> into) {
        return new Key<>(name, "", null, byDefault, about, (start, place) -> {
            T value = type.read(place);
            return value == null ? start : into.apply(start, value);
        });
    }

    /** A key with a section, which starts from what there is. */
    static <B, T> Key<B> section(
            String name, Section<T> section, String about, Function<B, T> from, BiFunction<B, T, B> into) {
        return new Key<>(name, "", section, "", about, (start, place) -> {
            Map<String, Place> members = place.members(section.expected());
            return members == null ? start : into.apply(start, section.bind(place, members, from.apply(start)));
        });
    }

    /** A key with a section for each name of the user's own. */
    static <B, T> Key<B> sections(
            String name, Section<T> section, String about, Named<B, T> from, BiFunction<B, T, B> into) {
        return new Key<>(name, ".*", section, "", about, (start, place) -> {
            Map<String, Place> names = place.members("names, and a mapping for each");
            if (names == null) {
                return start;
            }
            B result = start;
            for (Map.Entry<String, Place> each : names.entrySet()) {
                Map<String, Place> members = each.getValue().members(section.expected());
                if (members != null) {
                    T bound = section.bind(
                            each.getValue(), members, from.start(result, each.getKey(), each.getValue(), members));
                    result = into.apply(result, bound);
                }
            }
            return result;
        });
    }

    /** Makes what the section of a name starts from. */
    interface Named<B, T> {
        T start(B owner, String name, Place place, Map<String, Place> members);
    }
}

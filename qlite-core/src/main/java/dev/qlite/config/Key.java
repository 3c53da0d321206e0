package dev.qlite.config;

import dev.qlite.config.Nested.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One key of a section. Immutable.
 *
 * @param <B> what its section makes
 * @param byDefault what holds where nothing is said, as one would write it; empty where that is nothing
 * @param about what it is for, in words for the documentation
 * @param isRequired whether its section must have it
 */
record Key<B>(String name, Content content, String byDefault, String about, boolean isRequired, Binding<B> binding) {
    /** Puts a value into what the section makes. */
    interface Binding<B> {
        B bind(B start, Place place);
    }

    /** A key with one value. */
    static <B, T> Key<B> value(
            String name, ValueType<T> type, String byDefault, String about, BiFunction<B, T, B> into) {
        return new Key<>(name, type, byDefault, about, false, (start, place) -> {
            T value = type.read(place);
            return value == null ? start : into.apply(start, value);
        });
    }

    /** A key with a section, which starts from what there is. */
    static <B, T> Key<B> section(
            String name, Section<T> section, String about, Function<B, T> from, BiFunction<B, T, B> into) {
        Nested nested = new Nested(section, Shape.ONE);
        return new Key<>(name, nested, "", about, false, (start, place) -> {
            Map<String, Place> members = place.members(section.expected());
            return members == null ? start : into.apply(start, section.bind(place, members, from.apply(start)));
        });
    }

    /** A key with a section for each name of the user's own. */
    static <B, T> Key<B> sections(
            String name, Section<T> section, String about, Named<B, T> from, BiFunction<B, T, B> into) {
        Nested nested = new Nested(section, Shape.NAMED);
        return new Key<>(name, nested, "", about, false, (start, place) -> {
            Map<String, Place> names = place.members(nested.expected());
            if (names == null) {
                return start;
            }
            if (names.isEmpty()) {
                place.expected("an empty mapping", nested.expected());
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

    /** A key with a list of sections, each of which starts from the same. */
    static <B, T> Key<B> list(String name, Section<T> section, String about, T from, BiFunction<B, List<T>, B> into) {
        Nested nested = new Nested(section, Shape.LISTED);
        return new Key<>(name, nested, "", about, false, (start, place) -> {
            List<Place> elements = place.elements(nested.expected());
            if (elements == null) {
                return start;
            }
            if (elements.isEmpty()) {
                place.expected("an empty list", nested.expected());
            }
            List<T> bound = new ArrayList<>();
            for (Place each : elements) {
                Map<String, Place> members = each.members(section.expected());
                if (members != null) {
                    bound.add(section.bind(each, members, from));
                }
            }
            return into.apply(start, bound);
        });
    }

    /** The same, where nothing goes without it. */
    Key<B> required() {
        return new Key<>(name, content, byDefault, about, true, binding);
    }

    /** Makes what the section of a name starts from. */
    interface Named<B, T> {
        T start(B owner, String name, Place place, Map<String, Place> members);
    }
}

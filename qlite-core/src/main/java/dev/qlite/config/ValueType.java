package dev.qlite.config;

import dev.qlite.config.Place.Scalar;
import dev.qlite.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a value must look like, and what becomes of it. Immutable.
 *
 * @param <T> what becomes of it
 */
interface ValueType<T> extends Content {
    /** The value at a place, or null after saying what is wrong with it. */
    @Nullable
    T read(Place place);

    /** Makes a value of a text; null if it cannot. */
    interface Parser<T> {
        @Nullable
        T parse(Scalar scalar);
    }

    /** A text that a parser takes. YAML's own idea of what is a number or a yes does not matter. */
    static <T> ValueType<T> text(String expected, Json schema, Parser<T> parser) {
        return new TextType<>(expected, schema, false, parser);
    }

    /** A text that no message shows. */
    static <T> ValueType<T> secret(String expected, Json schema, Parser<T> parser) {
        return new TextType<>(expected, schema, true, parser);
    }

    /** Elements of one type, at least one. */
    static <T> ValueType<List<T>> list(String expected, ValueType<T> element) {
        return new ListType<>(expected, element);
    }

    /** Values of one type by names of the user's own. */
    static <T> ValueType<Map<String, T>> map(String expected, ValueType<T> value) {
        return new MapType<>(expected, value);
    }

    /** A value together with its place, for a check that comes later. */
    static <T> ValueType<Located<T>> located(ValueType<T> type) {
        return new LocatedType<>(type);
    }

    /** See {@link #located}. */
    record Located<T>(Place place, T value) {}

    /** See {@link #text}. */
    record TextType<T>(String expected, Json schema, boolean isSecret, Parser<T> parser) implements ValueType<T> {
        @Override
        public @Nullable T read(Place place) {
            Scalar scalar = place.scalar(expected);
            if (scalar == null) {
                return null;
            }
            T value = parser.parse(scalar);
            if (value == null) {
                place.expected(Place.shown(scalar, isSecret), expected);
            }
            return value;
        }
    }

    /** See {@link #list}. */
    record ListType<T>(String expected, ValueType<T> element) implements ValueType<List<T>> {
        @Override
        public Json schema() {
            return Schema.list(element.schema());
        }

        @Override
        public @Nullable List<T> read(Place place) {
            List<Place> elements = place.elements(expected);
            if (elements == null) {
                return null;
            }
            if (elements.isEmpty()) {
                place.expected("an empty list", expected);
            }
            List<T> values = new ArrayList<>();
            for (Place each : elements) {
                T value = element.read(each);
                if (value != null) {
                    values.add(value);
                }
            }
            return values;
        }
    }

    /** See {@link #map}. */
    record MapType<T>(String expected, ValueType<T> value) implements ValueType<Map<String, T>> {
        @Override
        public Json schema() {
            return Schema.map(value.schema());
        }

        @Override
        public @Nullable Map<String, T> read(Place place) {
            Map<String, Place> members = place.members(expected);
            if (members == null) {
                return null;
            }
            Map<String, T> values = new LinkedHashMap<>();
            members.forEach((name, member) -> {
                T read = value.read(member);
                if (read != null) {
                    values.put(name, read);
                }
            });
            return values;
        }
    }

    /** See {@link #located}. */
    record LocatedType<T>(ValueType<T> type) implements ValueType<Located<T>> {
        @Override
        public String expected() {
            return type.expected();
        }

        @Override
        public Json schema() {
            return type.schema();
        }

        @Override
        public @Nullable Located<T> read(Place place) {
            T value = type.read(place);
            return value == null ? null : new Located<>(place, value);
        }
    }
}

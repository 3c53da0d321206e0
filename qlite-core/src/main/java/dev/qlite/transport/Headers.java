package dev.qlite.transport;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Header fields in the order in which they came, names as they were spelled and found in any spelling. Immutable.
 *
 * <p>A name is a token, a value holds no control character but tab and nothing beyond ISO-8859-1 (RFC 9110, 5.5): all
 * else is refused, so no value can smuggle a line. Neither {@link #toString()} nor an exception shows a value: it may be
 * a key.
 */
public final class Headers {
    private static final Headers EMPTY = new Headers(List.of());
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    /** Name, value, name, value. */
    private final List<String> flat;

    private Headers(List<String> flat) {
        this.flat = flat;
    }

    public static Headers empty() {
        return EMPTY;
    }

    /**
     * Of names and values in turn.
     *
     * @throws IllegalArgumentException if a value is missing, or a name or value is not valid
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("headers: odd number of arguments (expected: name, value, …)");
        }
        Builder builder = builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    public static Builder builder() {
        return new Builder(new ArrayList<>());
    }

    /** A builder that starts with these fields. */
    public Builder toBuilder() {
        return new Builder(new ArrayList<>(flat));
    }

    /** The first value of that name, or null. */
    public @Nullable String first(String name) {
        for (int i = 0; i < flat.size(); i += 2) {
            if (flat.get(i).equalsIgnoreCase(name)) {
                return flat.get(i + 1);
            }
        }
        return null;
    }

    /** Every value of that name, in order; empty if there is none. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        forEach((each, value) -> {
            if (each.equalsIgnoreCase(name)) {
                values.add(value);
            }
        });
        return List.copyOf(values);
    }

    public boolean contains(String name) {
        return first(name) != null;
    }

    /** The names in lower case, each once, in order. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        forEach((name, value) -> names.add(name.toLowerCase(Locale.ROOT)));
        return names;
    }

    /** Shows every field in order, its name as it was spelled. */
    public void forEach(BiConsumer<? super String, ? super String> each) {
        for (int i = 0; i < flat.size(); i += 2) {
            each.accept(flat.get(i), flat.get(i + 1));
        }
    }

    /** The number of fields; a name that occurs twice counts twice. */
    public int size() {
        return flat.size() / 2;
    }

    /** The same fields in the same order and spelling. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers headers && flat.equals(headers.flat);
    }

    @Override
    public int hashCode() {
        return flat.hashCode();
    }

    /** The names only. */
    @Override
    public String toString() {
        return names().toString();
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }

    private static boolean isValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isValueCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isValueCharacter(int c) {
        return c == '\t' || (c >= ' ' && c <= 0xFF && c != 0x7F);
    }

    /** Collects header fields; not thread-safe. */
    public static final class Builder {
        private final List<String> flat;

        private Builder(List<String> flat) {
            this.flat = flat;
        }

        /**
         * Adds a field, beside those of the same name.
         *
         * @throws IllegalArgumentException if the name or the value is not valid; it names the header, never its value
         */
        public Builder add(String name, String value) {
            if (!isToken(name)) {
                throw new IllegalArgumentException("header name: not a token (expected: letters, digits, hyphens)");
            }
            if (!isValue(value)) {
                throw new IllegalArgumentException(
                        "header " + name + ": value has a forbidden character (expected: ISO-8859-1, no CR, LF, NUL)");
            }
            flat.add(name);
            flat.add(value);
            return this;
        }

        /** Puts a field in the place of all of the same name; throws as {@link #add}. */
        public Builder set(String name, String value) {
            return remove(name).add(name, value);
        }

        /** Removes every field of that name. */
        public Builder remove(String name) {
            for (int i = flat.size() - 2; i >= 0; i -= 2) {
                if (flat.get(i).equalsIgnoreCase(name)) {
                    flat.subList(i, i + 2).clear();
                }
            }
            return this;
        }

        /** Adds every field of {@code others}. */
        public Builder addAll(Headers others) {
            flat.addAll(others.flat);
            return this;
        }

        public Headers build() {
            return flat.isEmpty() ? EMPTY : new Headers(List.copyOf(flat));
        }
    }
}

package dev.qlite.config;

import dev.qlite.config.Place.Scalar;
import dev.qlite.json.Json;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names that an operator gives, to a provider or a caller: they go into headers and logs. */
final class Names {
    static final String PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]*";
    static final String EXPECTED = "letters, digits, '.', '_' and '-'";

    static final ValueType<String> NAME = ValueType.text(
            "a name of " + EXPECTED, Schema.text(PATTERN), scalar -> isName(scalar.text()) ? scalar.text() : null);

    /** The name of a provider that passes on what is not read; whether there is one is told when all are read. */
    static final ValueType<String> PROVIDER = new ValueType<>() {
        @Override
        public String expected() {
            return "a provider's name";
        }

        @Override
        public Json schema() {
            return Schema.text(PATTERN);
        }

        @Override
        public @Nullable String read(Place place) {
            Scalar scalar = place.scalar(expected());
            if (scalar != null) {
                place.reading().mustBeProvider(place, scalar);
            }
            return scalar == null ? null : scalar.text();
        }
    };

    private static final Pattern NAMES = Pattern.compile(PATTERN);

    private Names() {}

    static boolean isName(String text) {
        return NAMES.matcher(text).matches();
    }
}

package dev.qlite.config;

import java.util.regex.Pattern;

/** Names that an operator gives, to a provider or a caller: they go into headers and logs. */
final class Names {
    static final String PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]*";
    static final String EXPECTED = "letters, digits, '.', '_' and '-'";

    static final ValueType<String> NAME = ValueType.text(
            "a name of " + EXPECTED, Schema.text(PATTERN), scalar -> isName(scalar.text()) ? scalar.text() : null);

    private static final Pattern NAMES = Pattern.compile(PATTERN);

    private Names() {}

    static boolean isName(String text) {
        return NAMES.matcher(text).matches();
    }
}

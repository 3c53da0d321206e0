package dev.qlite.provider;

import dev.qlite.json.Json;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Names of tools as a provider takes them: of letters, digits, {@code _} and {@code -}. A name that it would refuse gets
 * one that is made of it, always the same, and is known again in an answer. Immutable.
 *
 * @param longest the most characters
 * @param letterFirst whether a name must not begin with a digit or {@code -}
 */
public record ToolNames(int longest, boolean letterFirst) {
    /** The name as the provider takes it. */
    public String fit(String name) {
        StringBuilder fit = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            fit.append(isLetter(c) || isDigit(c) || c == '-' ? c : '_');
        }
        if (letterFirst && !name.isEmpty() && !isLetter(fit.charAt(0))) {
            fit.insert(0, '_');
        }
        if (!name.isEmpty() && name.length() <= longest && name.contentEquals(fit)) {
            return name;
        }
        String mark = "_" + HexFormat.of().toHexDigits(name.hashCode());
        fit.setLength(Math.min(fit.length(), longest - mark.length()));
        return fit.append(mark).toString();
    }

    /** The names of a request's tools that are not as they were, by what they have become. */
    public Map<String, String> changed(Json body) {
        Map<String, String> names = new HashMap<>();
        for (Json tool : body.get("tools").elements()) {
            put(tool.get("function").get("name"), names);
            put(tool.get("custom").get("name"), names);
        }
        for (Json function : body.get("functions").elements()) {
            put(function.get("name"), names);
        }
        return names;
    }

    private void put(Json name, Map<String, String> names) {
        if (name.isString() && !fit(name.asString()).equals(name.asString())) {
            names.put(fit(name.asString()), name.asString());
        }
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

package dev.qlite.provider;

import dev.qlite.json.Json;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Names as a provider takes them: of letters, digits, {@code _} and {@code -}. A name that it would refuse gets one that
 * is made of it, always the same, and is known again in an answer. Stateless.
 */
public final class ToolNames {
    private ToolNames() {}

    /**
     * A name or id that any provider takes.
     *
     * @param longest the most characters
     */
    public static String fit(String name, int longest) {
        StringBuilder fit = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
            fit.append(plain || c == '-' ? c : '_');
        }
        if (!name.isEmpty() && name.length() <= longest && name.contentEquals(fit)) {
            return name;
        }
        String mark = "_" + HexFormat.of().toHexDigits(name.hashCode());
        fit.setLength(Math.min(fit.length(), longest - mark.length()));
        return fit.append(mark).toString();
    }

    /** The names of a request's tools that are not as they were, by what they have become. */
    public static Map<String, String> changed(Json body, int longest) {
        Map<String, String> names = new HashMap<>();
        for (Json tool : body.get("tools").elements()) {
            put(tool.get("function").get("name"), longest, names);
            put(tool.get("custom").get("name"), longest, names);
        }
        for (Json function : body.get("functions").elements()) {
            put(function.get("name"), longest, names);
        }
        return names;
    }

    private static void put(Json name, int longest, Map<String, String> names) {
        if (name.isString() && !fit(name.asString(), longest).equals(name.asString())) {
            names.put(fit(name.asString(), longest), name.asString());
        }
    }
}

package dev.qlite.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The environment in a text: a {@code $} with a name in braces stands for a variable, which must be set and not empty;
 * {@code :-} after the name gives a default; a doubled {@code $} makes the brace an ordinary one. What comes out of it is
 * not looked at again. Immutable.
 *
 * @param text the text with its variables filled in; empty where there is a problem
 * @param fromEnvironment whether any of it came from a variable or its default
 * @param problem what is wrong, or null
 */
record Substitution(
        String text, boolean fromEnvironment, @Nullable String problem) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(\\}?)");
    private static final Pattern INSIDE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);

    static Substitution in(String raw, Map<String, String> environment) {
        StringBuilder text = new StringBuilder();
        boolean fromEnvironment = false;
        int end = 0;
        Matcher reference = REFERENCE.matcher(raw);
        while (reference.find()) {
            text.append(raw, end, reference.start());
            end = reference.end();
            if (reference.group(1) == null) {
                text.append("${");
                continue;
            }
            fromEnvironment = true;
            Matcher inside = INSIDE.matcher(reference.group(1));
            if (reference.group(2).isEmpty() || !inside.matches()) {
                return failed(
                        "a ${ that names no variable (expected: ${NAME}, ${NAME:-default}, or $${ for a literal ${)");
            }
            String name = inside.group(1);
            String value = environment.getOrDefault(name, "");
            if (value.isEmpty() && inside.group(2) == null) {
                String state = environment.containsKey(name) ? "empty" : "not set";
                return failed("${" + name + "}: " + state + " (expected: the environment variable " + name + ", or ${"
                        + name + ":-default})");
            }
            text.append(value.isEmpty() ? inside.group(2) : value);
        }
        return new Substitution(text.append(raw, end, raw.length()).toString(), fromEnvironment, null);
    }

    private static Substitution failed(String problem) {
        return new Substitution("", true, problem);
    }
}

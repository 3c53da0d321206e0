package dev.qlite.config;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The table of keys as Markdown: a heading and a table for each section, from the whole downwards. Not thread-safe. */
final class MarkdownTables {
    private static final Pattern MARKUP = Pattern.compile("[\\\\|*_<>\\[\\]]");

    private final StringBuilder text = new StringBuilder();
    private final IdentityHashMap<Section<?>, String> written = new IdentityHashMap<>();

    String text() {
        write("The whole", "", Keys.ROOT);
        return text.toString();
    }

    private void write(String heading, String above, Section<?> section) {
        written.put(section, heading);
        Kinds<?> kinds = section.kinds();
        text.append("### ").append(escaped(heading)).append("\n\n| key | value | default | what for |");
        text.append(kinds == null ? "\n|---|---|---|---|\n" : " " + kinds.key() + " |\n|---|---|---|---|---|\n");
        for (Key<?> key : section.keys()) {
            text.append("| `").append(key.name()).append("` | ");
            text.append(value(key, above)).append(" | ");
            text.append(byDefault(key)).append(" | ");
            text.append(escaped(key.about())).append(" |");
            text.append(kinds == null ? "\n" : " " + taking(kinds, key) + " |\n");
        }
        text.append('\n');
        for (Key<?> key : section.keys()) {
            if (key.content() instanceof Nested nested && !written.containsKey(nested.section())) {
                String path = path(key, above, nested);
                write(path, path + ".", nested.section());
            }
        }
    }

    private String value(Key<?> key, String above) {
        if (!(key.content() instanceof Nested nested)) {
            return escaped(key.content().expected());
        }
        String heading = written.getOrDefault(nested.section(), path(key, above, nested));
        String words = switch (nested.shape()) {
            case ONE -> "a mapping";
            case NAMED -> "names, and a mapping for each";
            case LISTED -> "a list of mappings";
        };
        return words + ": [" + escaped(heading) + "](#" + anchor(heading) + ")";
    }

    private static String byDefault(Key<?> key) {
        if (key.isRequired()) {
            return "**required**";
        }
        return key.byDefault().isEmpty() ? "" : "`" + key.byDefault() + "`";
    }

    private static String taking(Kinds<?> kinds, Key<?> key) {
        List<String> taking = kinds.all().get().entrySet().stream()
                .filter(kind -> kind.getValue().contains(key.name()))
                .map(Map.Entry::getKey)
                .toList();
        return taking.size() == kinds.all().get().size()
                ? "all"
                : taking.stream().map(MarkdownTables::escaped).collect(Collectors.joining(", "));
    }

    private static String path(Key<?> key, String above, Nested nested) {
        return above + key.name() + nested.path().replace("*", "NAME");
    }

    /** Where a heading is linked to. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_ -]", "").replace(' ', '-');
    }

    private static String escaped(String words) {
        return MARKUP.matcher(words).replaceAll("\\\\$0");
    }
}

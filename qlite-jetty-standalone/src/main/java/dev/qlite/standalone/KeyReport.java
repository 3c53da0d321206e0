package dev.qlite.standalone;

import dev.qlite.cache.Explanation;
import dev.qlite.cache.Explanation.Difference;
import dev.qlite.cache.KeyField;
import org.jspecify.annotations.Nullable;

/** What the cache makes of a request, as lines. Immutable. */
record KeyReport(Explanation explanation) {
    private static final int LONGEST_VALUE = 100;

    String text() {
        Rows rows = new Rows(2, 11)
                .add("key", explanation.key().toString())
                .add("the cache", explanation.decision())
                .add("answers", explanation.scope())
                .add("provider", explanation.route().provider().name())
                .add("model", explanation.route().model());
        if (!explanation.route().baseUrl().isEmpty()) {
            rows.add("at", explanation.route().baseUrl());
        }
        if (!explanation.namespace().isEmpty()) {
            rows.add("namespace", explanation.namespace());
        }
        String label = "in the key";
        for (KeyField field : explanation.fields()) {
            rows.add(label, field.path() + "  " + shown(field.text()));
            label = "";
        }
        if (!explanation.leftOut().isEmpty()) {
            rows.add("left out", String.join(", ", explanation.leftOut()));
        }
        return rows.toString();
    }

    /** Two requests side by side: whether they have one key, and where they first differ. */
    static String comparison(Explanation first, Explanation second) {
        Rows rows = new Rows(2, 11)
                .add("first", first.key() + "  " + first.decision())
                .add("second", second.key() + "  " + second.decision());
        if (first.key().equals(second.key())) {
            return rows.add("so", "they share an answer").toString();
        }
        Difference difference = first.difference(second);
        if (difference == null) {
            return rows.add("differ", "in where they go: " + first.route() + " and " + second.route())
                    .toString();
        }
        return rows.add("differ", "first at " + difference.path())
                .add("", "first   " + shown(difference.one()))
                .add("", "second  " + shown(difference.other()))
                .toString();
    }

    private static String shown(@Nullable String value) {
        if (value == null) {
            return "(not there)";
        }
        return value.length() > LONGEST_VALUE
                ? value.substring(0, LONGEST_VALUE) + "… (" + value.length() + " characters)"
                : value;
    }
}

package dev.qlite.standalone;

import java.util.List;

/** Lines of text with a label before each. Not thread-safe. */
final class Rows {
    private final StringBuilder text = new StringBuilder();
    private final int indent;
    private final int width;

    /** @param width of the labels, with the space behind them */
    Rows(int indent, int width) {
        this.indent = indent;
        this.width = width;
    }

    Rows add(String label, String value) {
        text.append(" ".repeat(indent))
                .append(label)
                .append(" ".repeat(width - label.length()))
                .append(value)
                .append('\n');
        return this;
    }

    /** The label stands before the first of them; there is no line if there is no value. */
    Rows add(String label, List<String> values) {
        String before = label;
        for (String value : values) {
            add(before, value);
            before = "";
        }
        return this;
    }

    /** Lines as they are. */
    Rows add(Rows rows) {
        text.append(rows);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

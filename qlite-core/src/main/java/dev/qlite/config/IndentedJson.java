package dev.qlite.config;

import dev.qlite.json.Json;
import dev.qlite.json.Member;

/** JSON for people to read: a line for each member and element, two spaces further in at each level. */
final class IndentedJson {
    private final StringBuilder text = new StringBuilder();

    private IndentedJson() {}

    static String of(Json json) {
        IndentedJson indented = new IndentedJson();
        indented.write(json, "");
        return indented.text.append('\n').toString();
    }

    private void write(Json json, String indent) {
        String inner = indent + "  ";
        String separator = "\n";
        if (json.isObject() && json.size() > 0) {
            text.append('{');
            for (Member member : json.members()) {
                text.append(separator)
                        .append(inner)
                        .append(Json.of(member.name()))
                        .append(": ");
                write(member.value(), inner);
                separator = ",\n";
            }
            text.append('\n').append(indent).append('}');
        } else if (json.isArray() && isNested(json)) {
            text.append('[');
            for (Json element : json.elements()) {
                text.append(separator).append(inner);
                write(element, inner);
                separator = ",\n";
            }
            text.append('\n').append(indent).append(']');
        } else {
            text.append(json);
        }
    }

    private static boolean isNested(Json array) {
        for (Json element : array.elements()) {
            if (element.isObject() || element.isArray()) {
                return true;
            }
        }
        return false;
    }
}

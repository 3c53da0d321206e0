package dev.qlite.servlet.conformance;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import java.util.HashSet;
import java.util.Set;

/** All texts and names within a value, wherever they stand. */
final class Words {
    private final Set<String> texts = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    Words(Json value) {
        collect(value);
    }

    boolean hasText(String text) {
        return texts.contains(text) || texts.stream().anyMatch(each -> each.contains(text));
    }

    boolean hasName(String name) {
        return names.contains(name);
    }

    private void collect(Json value) {
        if (value.isObject()) {
            for (Member member : value.members()) {
                names.add(member.name());
                collect(member.value());
            }
        } else if (value.isArray()) {
            value.elements().forEach(this::collect);
        } else if (value.isString()) {
            texts.add(value.asString());
        }
    }
}

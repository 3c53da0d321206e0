package dev.qlite.config;

import dev.qlite.json.Json;
import dev.qlite.provider.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of keys, read strictly: a key that is not in it is an error. Keys are bound in the table's order, whatever the
 * file's, so a key may build on those above it. Immutable.
 *
 * @param <B> what it makes
 * @param keys in the order in which they are bound
 * @param kinds where not every one takes all of them; null where each does
 */
record Section<B>(List<Key<B>> keys, @Nullable Kinds<B> kinds) {
    /** A section that takes every key of its table. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    static <B> Section<B> of(Key<B>... keys) {
        return new Section<>(List.of(keys), null);
    }

    /** The same table, of which some take only a part. */
    Section<B> of(Kinds<B> kinds) {
        return new Section<>(keys, kinds);
    }

    List<String> names() {
        return keys.stream().map(Key::name).toList();
    }

    String expected() {
        return "a mapping with " + String.join(", ", names());
    }

    /** What it may hold, as JSON Schema. */
    Json schema() {
        return new SectionSchema(this).json();
    }

    /** Makes what the members say, beginning from {@code start}; says what is wrong with them. */
    B bind(Place place, Map<String, Place> members, B start) {
        B result = start;
        for (Key<B> key : keys) {
            Place member = members.get(key.name());
            if (member == null) {
                if (key.isRequired()) {
                    place.missing(key.name(), key.content().expected());
                }
            } else if (kinds == null || kinds.takes().test(result, key.name())) {
                result = key.binding().bind(result, member);
            } else {
                member.expected(
                        "not a setting of " + kinds.key() + " " + kinds.of().apply(result),
                        "one of " + String.join(", ", taken(result)));
            }
        }
        B made = result;
        members.forEach((name, member) -> {
            if (!names().contains(name)) {
                refuse(name, member, made);
            }
        });
        return result;
    }

    private void refuse(String name, Place member, B made) {
        List<String> nearest = Nearest.to(name, taken(made), 1);
        List<String> elsewhere = Keys.paths(name);
        if (!elsewhere.isEmpty()) {
            member.expected("unknown here", String.join(" or ", elsewhere));
        } else if (!nearest.isEmpty()) {
            member.expected("unknown key", nearest.get(0));
        } else {
            member.expected("unknown key", "one of " + String.join(", ", taken(made)));
        }
    }

    private List<String> taken(B made) {
        return names().stream()
                .filter(name -> kinds == null || kinds.takes().test(made, name))
                .toList();
    }

    /** The paths of the keys of that name, here and below. */
    List<String> paths(String above, String name) {
        List<String> paths = new ArrayList<>();
        for (Key<B> key : keys) {
            String path = above + key.name();
            if (key.name().equals(name)) {
                paths.add(path);
            }
            if (key.content() instanceof Nested nested) {
                paths.addAll(nested.section().paths(path + nested.path() + ".", name));
            }
        }
        return paths;
    }
}

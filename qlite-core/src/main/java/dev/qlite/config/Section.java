package dev.qlite.config;

import dev.qlite.provider.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * A table of keys, read strictly: a key that is not in it is an error. Keys are bound in the table's order, whatever the
 * file's, so a key may build on those above it. Immutable.
 *
 * @param <B> what it makes
 * @param keys in the order in which they are bound
 * @param takes whether this one takes a key of the table, once those above it are bound
 * @param kind what this one is, for the message about a key that it does not take
 */
record Section<B>(List<Key<B>> keys, BiPredicate<B, Key<B>> takes, Function<B, String> kind) {
    /** A section that takes every key of its table. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    static <B> Section<B> of(Key<B>... keys) {
        return new Section<>(List.of(keys), (start, key) -> true, start -> "");
    }

    /** The same table, of which some take only a part. */
    Section<B> taking(BiPredicate<B, Key<B>> takes, Function<B, String> kind) {
        return new Section<>(keys, takes, kind);
    }

    List<String> names() {
        return keys.stream().map(Key::name).toList();
    }

    String expected() {
        return "a mapping with " + String.join(", ", names());
    }

    /** Makes what the members say, beginning from {@code start}; says what is wrong with them. */
    B bind(Place place, Map<String, Place> members, B start) {
        B result = start;
        for (Key<B> key : keys) {
            Place member = members.get(key.name());
            if (member == null) {
                continue;
            }
            if (takes.test(result, key)) {
                result = key.binding().bind(result, member);
            } else {
                member.expected("not a setting of " + kind.apply(result), "one of " + String.join(", ", taken(result)));
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
        return keys.stream().filter(key -> takes.test(made, key)).map(Key::name).toList();
    }

    /** The paths of the keys of that name, here and below. */
    List<String> paths(String above, String name) {
        List<String> paths = new ArrayList<>();
        for (Key<B> key : keys) {
            String path = above + key.name();
            if (key.name().equals(name)) {
                paths.add(path);
            }
            if (key.section() != null) {
                paths.addAll(key.section().paths(path + key.shape() + ".", name));
            }
        }
        return paths;
    }
}

package dev.qlite.pipeline;

import dev.qlite.json.Json;
import dev.qlite.json.JsonWriter;
import dev.qlite.json.Member;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A JSON value that grows as deltas are added to it. Not thread-safe. */
sealed interface Merged {
    /** Strings that are said whole each time they are said. */
    Set<String> WHOLE = Set.of("id", "type", "name", "role", "format");

    void writeTo(JsonWriter out);

    /** The value of a member after another delta. */
    private static Merged merge(String name, @Nullable Merged old, Json delta) {
        switch (delta.kind()) {
            case OBJECT -> {
                Members members = old instanceof Members known ? known : new Members();
                members.add(delta);
                return members;
            }
            case ARRAY -> {
                Elements elements = old instanceof Elements known ? known : new Elements(name.equals("tool_calls"));
                elements.add(delta);
                return elements;
            }
            case STRING -> {
                if (WHOLE.contains(name)) {
                    return old instanceof Value && delta.textEquals("") ? old : new Value(delta);
                }
                Text text = old instanceof Text known ? known : new Text();
                text.add(delta);
                return text;
            }
            case NULL -> {
                return old == null ? new Value(delta) : old;
            }
            default -> {
                return new Value(delta);
            }
        }
    }

    /** What does not grow: the last one said. */
    record Value(Json json) implements Merged {
        @Override
        public void writeTo(JsonWriter out) {
            out.value(json);
        }
    }

    /** Strings joined as they were written, escapes and all. */
    final class Text implements Merged {
        private final ByteArrayOutputStream escaped = new ByteArrayOutputStream();

        void add(Json string) {
            byte[] quoted = string.toBytes();
            escaped.write(quoted, 1, quoted.length - 2);
        }

        @Override
        public void writeTo(JsonWriter out) {
            byte[] text = escaped.toByteArray();
            byte[] quoted = new byte[text.length + 2];
            quoted[0] = '"';
            System.arraycopy(text, 0, quoted, 1, text.length);
            quoted[quoted.length - 1] = '"';
            out.value(Json.parse(quoted));
        }
    }

    /** An object: each member grows by its own kind. */
    final class Members implements Merged {
        private final Map<String, Merged> members = new LinkedHashMap<>();

        void add(Json delta) {
            for (Member member : delta.members()) {
                String name = member.name();
                members.put(name, merge(name, members.get(name), member.value()));
            }
        }

        void addDefault(String name, Json value) {
            members.putIfAbsent(name, new Value(value));
        }

        void remove(String name) {
            members.remove(name);
        }

        @Override
        public void writeTo(JsonWriter out) {
            out.beginObject();
            members.forEach((name, value) -> {
                out.name(name);
                value.writeTo(out);
            });
            out.endObject();
        }
    }

    /** An array: elements with an {@code index} grow by it, others are appended. */
    final class Elements implements Merged {
        private final boolean indexOnlyInStreams;
        private final Map<Integer, Members> byIndex = new TreeMap<>();
        private final List<Json> others = new ArrayList<>();

        /** @param indexOnlyInStreams whether a whole document numbers its elements by their places alone */
        Elements(boolean indexOnlyInStreams) {
            this.indexOnlyInStreams = indexOnlyInStreams;
        }

        void add(Json delta) {
            for (Json element : delta.elements()) {
                Json index = element.get("index");
                if (index.isNumber() && index.asDouble() == (int) index.asDouble()) {
                    byIndex.computeIfAbsent((int) index.asDouble(), i -> new Members())
                            .add(element);
                } else {
                    others.add(element);
                }
            }
        }

        @Override
        public void writeTo(JsonWriter out) {
            out.beginArray();
            for (Members element : byIndex.values()) {
                if (indexOnlyInStreams) {
                    element.remove("index");
                }
                element.writeTo(out);
            }
            others.forEach(out::value);
            out.endArray();
        }
    }
}

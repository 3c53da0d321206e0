package dev.qlite.pipeline;

import dev.qlite.json.JoinedString;
import dev.qlite.json.Json;
import dev.qlite.json.JsonWriter;
import dev.qlite.json.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
                if (old instanceof Text text) {
                    elements.addText(text.joined.toJson());
                }
                elements.add(delta);
                return elements;
            }
            case STRING -> {
                if (old instanceof Elements elements) {
                    elements.addText(delta);
                    return elements;
                }
                if (WHOLE.contains(name)) {
                    return old instanceof Value && delta.textEquals("") ? old : new Value(delta);
                }
                Text text = old instanceof Text known ? known : new Text(new JoinedString());
                text.joined.add(delta);
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

    /** Strings that are joined. */
    record Text(JoinedString joined) implements Merged {
        @Override
        public void writeTo(JsonWriter out) {
            out.value(joined.toJson());
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

        /** A member that grows as a text; null if it does not. */
        @Nullable
        JoinedString text(String name) {
            return members.get(name) instanceof Text text ? text.joined : null;
        }

        void remove(String name) {
            members.remove(name);
        }

        /** Whether a delta names another {@code type} than this has. */
        boolean isOfAnotherType(Json delta) {
            Json type = delta.get("type");
            return type.isString()
                    && !type.textEquals("")
                    && members.get("type") instanceof Value known
                    && known.json.isString()
                    && !known.json.equals(type);
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

    /**
     * An array: an element with an {@code index} grows by it, others are appended. Two types under one index are two
     * elements; a string beside the parts of a content is a part of its text.
     */
    final class Elements implements Merged {
        private final boolean indexOnlyInStreams;
        private final List<Element> elements = new ArrayList<>();
        private final Map<Integer, Members> byIndex = new HashMap<>();
        private @Nullable Members text; // the last element, if it came as a string

        /** @param indexOnlyInStreams whether a whole document numbers its elements by their places alone */
        Elements(boolean indexOnlyInStreams) {
            this.indexOnlyInStreams = indexOnlyInStreams;
        }

        void add(Json delta) {
            for (Json element : delta.elements()) {
                Integer index = index(element);
                if (index == null) {
                    append(Integer.MAX_VALUE, new Value(element));
                    continue;
                }
                Members members = byIndex.get(index);
                if (members == null || members.isOfAnotherType(element)) {
                    members = new Members();
                    byIndex.put(index, members);
                    append(index, members);
                }
                members.add(element);
            }
        }

        void addText(Json string) {
            if (string.textEquals("")) {
                return;
            }
            Members part = text;
            if (part == null) {
                part = new Members();
                append(Integer.MAX_VALUE, part);
                text = part;
            }
            part.add(Json.object().put("type", "text").put("text", string).build());
        }

        private void append(int index, Merged value) {
            elements.add(new Element(index, value));
            text = null;
        }

        @Override
        public void writeTo(JsonWriter out) {
            if (indexOnlyInStreams) {
                elements.sort(Comparator.comparingInt(Element::index));
            }
            out.beginArray();
            for (Element element : elements) {
                if (indexOnlyInStreams && element.value instanceof Members members) {
                    members.remove("index");
                }
                element.value.writeTo(out);
            }
            out.endArray();
        }

        private static @Nullable Integer index(Json element) {
            Json index = element.get("index");
            return index.isNumber() && index.asDouble() == (int) index.asDouble() ? (int) index.asDouble() : null;
        }

        private record Element(int index, Merged value) {}
    }
}

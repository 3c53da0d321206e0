package dev.qlite.servlet.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.TreeMap;

/** Puts OpenAI chunks together as an application does: what a delta says is joined, all else is said anew. */
final class Folder {
    private static final Set<String> WHOLE = Set.of("id", "type", "name", "role", "format");

    private final ObjectNode document = Documents.object();
    private final TreeMap<Integer, ObjectNode> choices = new TreeMap<>();

    void add(JsonNode chunk) {
        chunk.properties().forEach(member -> {
            switch (member.getKey()) {
                case "choices" -> member.getValue().forEach(this::addChoice);
                case "object" -> document.put("object", "chat.completion");
                case "obfuscation" -> {}
                default -> replace(document, member.getKey(), member.getValue());
            }
        });
    }

    ObjectNode document() {
        ArrayNode all = document.putArray("choices");
        choices.values().forEach(all::add);
        return document;
    }

    private void addChoice(JsonNode piece) {
        ObjectNode choice = choices.computeIfAbsent(
                piece.path("index").asInt(),
                index -> Documents.object().put("index", index).set("message", Documents.object()));
        piece.properties().forEach(member -> {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (name.equals("delta")) {
                join(choice.withObject("/message"), value);
            } else if (name.equals("logprobs") && value.isObject()) {
                choice.set(name, joined(name, choice.path(name), value));
            } else if (!name.equals("index")) {
                replace(choice, name, value);
            }
        });
    }

    private static void replace(ObjectNode object, String name, JsonNode value) {
        if (!value.isNull() || !object.has(name)) {
            object.set(name, value);
        }
    }

    private static void join(ObjectNode object, JsonNode delta) {
        delta.properties()
                .forEach(member -> object.set(
                        member.getKey(), joined(member.getKey(), object.path(member.getKey()), member.getValue())));
    }

    private static JsonNode joined(String name, JsonNode old, JsonNode delta) {
        if (delta.isNull()) {
            return old.isMissingNode() ? delta : old;
        }
        if (delta.isObject()) {
            ObjectNode object = old.isObject() ? old.deepCopy() : Documents.object();
            join(object, delta);
            return object;
        }
        if (delta.isArray()) {
            ArrayNode array = old.isArray() ? old.deepCopy() : Documents.array();
            delta.forEach(element -> addTo(array, element));
            return array;
        }
        if (delta.isTextual() && old.isTextual()) {
            if (WHOLE.contains(name)) {
                return delta.textValue().isEmpty() ? old : delta;
            }
            return TextNode.valueOf(old.textValue() + delta.textValue());
        }
        return delta;
    }

    /** An element goes on where one of the same index, and of no other type, has begun. */
    private static void addTo(ArrayNode array, JsonNode element) {
        for (int i = array.size() - 1; i >= 0 && element.path("index").isInt(); i--) {
            JsonNode begun = array.get(i);
            boolean sameType = !element.has("type") || begun.path("type").equals(element.path("type"));
            if (begun.path("index").equals(element.path("index")) && sameType) {
                array.set(i, joined("", begun, element));
                return;
            }
        }
        array.add(element.deepCopy());
    }
}

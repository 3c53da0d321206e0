package dev.qlite.servlet.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The leaves of a provider's answer, and which of them a client does not get. */
final class Leaves {
    private final List<String> got = new ArrayList<>();

    /** @param document what the client got */
    Leaves(JsonNode document) {
        collect(document);
    }

    /**
     * The paths of leaves that say something and are found nowhere, each with its value; an element of an array is known by
     * its type.
     */
    Map<String, String> lost(JsonNode answer) {
        Map<String, String> lost = new TreeMap<>();
        walk("", answer, lost);
        return lost;
    }

    private void walk(String path, JsonNode value, Map<String, String> lost) {
        if (value.isObject()) {
            value.properties().forEach(each -> walk(path + "." + each.getKey(), each.getValue(), lost));
        } else if (value.isArray()) {
            value.forEach(element -> walk(path + "[" + element.path("type").asText() + "]", element, lost));
        } else if (!value.isNull() && !value.asText().isEmpty() && !isFound(value)) {
            lost.put(path, value.asText());
        }
    }

    private boolean isFound(JsonNode leaf) {
        String text = leaf.asText();
        return leaf.isTextual() ? got.stream().anyMatch(each -> each.contains(text)) : got.contains(text);
    }

    private void collect(JsonNode value) {
        if (value.isContainerNode()) {
            value.forEach(this::collect);
            return;
        }
        got.add(value.asText());
        if (value.isTextual() && value.textValue().startsWith("{") && Documents.parses(value.textValue())) {
            collect(Documents.parse(value.textValue())); // a call's arguments
        }
    }
}

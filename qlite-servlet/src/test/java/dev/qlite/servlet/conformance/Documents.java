package dev.qlite.servlet.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON as these tests read it: with a parser that qlite does not use. */
final class Documents {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private Documents() {}

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + json, e);
        }
    }

    /** A call's arguments as a value; arguments that do not parse as the text that they are. */
    static JsonNode arguments(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.textNode(json);
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Whether a text is JSON to its end. */
    static boolean parses(String json) {
        try {
            return !MAPPER.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(json)
                    .isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** A text, or "" for null and for nothing. */
    static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : "";
    }
}

package dev.qlite.docs;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** As much of JSON Schema as the configuration's needs. */
record SchemaCheck(Json root) {
    /** The paths of all that does not hold. */
    List<String> wrong(@Nullable Object value) {
        List<String> wrong = new ArrayList<>();
        check(root, value, "", wrong);
        return wrong;
    }

    private void check(Json schema, @Nullable Object value, String path, List<String> wrong) {
        for (Member keyword : schema.isObject() ? schema.members() : List.<Member>of()) {
            Json said = keyword.value();
            switch (keyword.name()) {
                case "$ref" ->
                    check(root.get("$defs").get(said.asString().substring("#/$defs/".length())), value, path, wrong);
                case "allOf" -> said.elements().forEach(each -> check(each, value, path, wrong));
                case "if" -> check(holds(said, value) ? schema.get("then") : Json.TRUE, value, path, wrong);
                case "properties" ->
                    members(value).forEach((name, member) -> {
                        if (!said.get(name).isMissing()) {
                            check(said.get(name), member, below(path, name), wrong);
                        }
                    });
                case "additionalProperties" ->
                    members(value).forEach((name, member) -> {
                        if (schema.get("properties").get(name).isMissing()) {
                            check(said, member, below(path, name), wrong);
                        }
                    });
                case "items" -> {
                    for (int i = 0; i < elements(value).size(); i++) {
                        check(said, elements(value).get(i), path + "[" + i + "]", wrong);
                    }
                }
                default -> {
                    if (!isFine(keyword.name(), said, value)) {
                        wrong.add(path);
                    }
                }
            }
        }
        if (schema.isBoolean() && !schema.asBoolean()) {
            wrong.add(path);
        }
    }

    private boolean holds(Json schema, @Nullable Object value) {
        List<String> wrong = new ArrayList<>();
        check(schema, value, "", wrong);
        return wrong.isEmpty();
    }

    private boolean isFine(String keyword, Json said, @Nullable Object value) {
        return switch (keyword) {
            case "type" ->
                said.isArray() ? any(said, type -> isA(type.asString(), value)) : isA(said.asString(), value);
            case "anyOf" -> any(said, each -> holds(each, value));
            case "enum" -> any(said, each -> each.asString().equals(value));
            case "const" -> said.asString().equals(value);
            case "pattern" ->
                !(value instanceof String text)
                        || Pattern.compile(said.asString()).matcher(text).find();
            case "minimum" -> !(value instanceof Number number) || number.longValue() >= said.asLong();
            case "maximum" -> !(value instanceof Number number) || number.longValue() <= said.asLong();
            case "minItems" -> !(value instanceof List) || elements(value).size() >= said.asInt();
            case "minProperties" -> !(value instanceof Map) || members(value).size() >= said.asInt();
            case "propertyNames" -> members(value).keySet().stream().allMatch(name -> holds(said, name));
            case "required" ->
                !(value instanceof Map) || !any(said, name -> !members(value).containsKey(name.asString()));
            case "$schema", "$defs", "title", "description", "default", "then" -> true;
            default -> throw new IllegalArgumentException(keyword + ": unknown to this check");
        };
    }

    private static boolean isA(String type, @Nullable Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Integer || value instanceof Long;
            case "number" -> value instanceof Number;
            default -> throw new IllegalArgumentException(type + ": unknown to this check");
        };
    }

    private static boolean any(Json elements, Predicate<Json> test) {
        for (Json element : elements.elements()) {
            if (test.test(element)) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> members(@Nullable Object value) {
        return value instanceof Map ? (Map<String, Object>) value : Map.of();
    }

    private static List<?> elements(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}

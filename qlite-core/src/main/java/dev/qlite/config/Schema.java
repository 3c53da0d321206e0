package dev.qlite.config;

import dev.qlite.json.Json;
import java.util.List;

/** Pieces of JSON Schema (2020-12), for editors. A text may always hold a variable in place of what a piece describes. */
final class Schema {
    private static final Json VARIABLE =
            Json.object().put("$ref", "#/$defs/variable").build();

    /** Any text that is not blank; YAML may take it for a number or a switch. */
    static final Json ANY_TEXT = Json.object()
            .put("type", Json.array(List.of(Json.of("string"), Json.of("number"), Json.of("boolean"))))
            .put("pattern", "\\S")
            .build();

    static final Json BOOLEAN = orVariable(type("boolean"));

    /** What the others refer to. */
    static final Json DEFINITIONS = Json.object()
            .put(
                    "variable",
                    Json.object()
                            .put("type", "string")
                            .put("pattern", "\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}")
                            .put(
                                    "description",
                                    "A text with ${NAME} or ${NAME:-default}: variables of the environment.")
                            .build())
            .build();

    private Schema() {}

    /** A text that a pattern matches as a whole. */
    static Json text(String pattern) {
        return orVariable(pattern(pattern));
    }

    static Json number(int least, int most) {
        return orVariable(type("integer").toBuilder()
                .put("minimum", least)
                .put("maximum", most)
                .build());
    }

    /** A text that a pattern matches as a whole, or a whole number of at least one. */
    static Json textOrNumber(String pattern) {
        Json number = type("integer").toBuilder().put("minimum", 1).build();
        return Json.object()
                .put("anyOf", Json.array(List.of(number, pattern(pattern), VARIABLE)))
                .build();
    }

    /** A text that a pattern matches as a whole, or a number of 0 or more. */
    static Json textOrAmount(String pattern) {
        Json number = type("number").toBuilder().put("minimum", 0).build();
        return Json.object()
                .put("anyOf", Json.array(List.of(number, pattern(pattern), VARIABLE)))
                .build();
    }

    static Json oneOf(List<String> names) {
        return orVariable(Json.object()
                .put("enum", Json.array(names.stream().map(Json::of).toList()))
                .build());
    }

    /** A list of at least one. */
    static Json list(Json element) {
        return type("array").toBuilder()
                .put("minItems", 1)
                .put("items", element)
                .build();
    }

    /** A mapping with names of the user's own. */
    static Json map(Json value) {
        return type("object").toBuilder().put("additionalProperties", value).build();
    }

    static Json pattern(String pattern) {
        return type("string").toBuilder().put("pattern", "^(" + pattern + ")$").build();
    }

    private static Json orVariable(Json own) {
        return Json.object().put("anyOf", Json.array(List.of(own, VARIABLE))).build();
    }

    private static Json type(String name) {
        return Json.object().put("type", name).build();
    }
}

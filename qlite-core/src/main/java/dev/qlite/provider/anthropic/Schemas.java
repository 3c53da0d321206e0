package dev.qlite.provider.anthropic;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import dev.qlite.json.ObjectBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** JSON schemas as far as Anthropic takes them. Stateless. */
final class Schemas {
    /** What an answer's schema may not say; it is told in the description in its place. */
    private static final Set<String> WORDS_ONLY = Set.of(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "pattern",
            "minItems",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties",
            "not");

    private static final Set<String> FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid");

    /** Members whose members are schemas. */
    private static final Set<String> MAPS = Set.of("properties", "$defs", "definitions", "patternProperties");

    private static final List<String> UNIONS = List.of("oneOf", "anyOf", "allOf");

    private Schemas() {}

    /** A tool's schema: an object at its root, and no union there. */
    static Json ofTool(Json schema) {
        Json root = withoutReference(schema);
        boolean isUnion = UNIONS.stream().anyMatch(union -> root.get(union).isArray());
        Json whole = isUnion ? withoutUnion(root) : root;
        ObjectBuilder object = whole.toBuilder();
        if (!whole.get("type").textEquals("object")) {
            object.put("type", "object");
        }
        return object.build();
    }

    /** An answer's schema: closed objects, and what else it may not say in words. */
    static Json ofAnswer(Json schema) {
        if (!schema.isObject()) {
            return schema;
        }
        ObjectBuilder taken = Json.object();
        List<String> words = new ArrayList<>();
        for (Member member : schema.members()) {
            String name = member.name();
            Json value = member.value();
            if (WORDS_ONLY.contains(name) || (name.equals("format") && !isFormat(value))) {
                words.add(name + ": " + value);
            } else if (MAPS.contains(name) && value.isObject()) {
                taken.put(name, ofEach(value));
            } else if (name.equals("oneOf")) {
                taken.put("anyOf", ofAll(value));
            } else if (name.equals("anyOf") || name.equals("allOf") || name.equals("prefixItems")) {
                taken.put(name, ofAll(value));
            } else if (name.equals("items")) {
                taken.put(name, ofAnswer(value));
            } else if (!name.equals("additionalProperties") && !name.equals("$schema")) {
                taken.put(name, value);
            }
        }
        if (schema.get("type").textEquals("object") || schema.get("properties").isObject()) {
            taken.put("additionalProperties", Json.FALSE);
        }
        if (!words.isEmpty()) {
            Json described = schema.get("description");
            String before = described.isString() ? described.asString() + " " : "";
            taken.put("description", before + "(" + String.join(", ", words) + ")");
        }
        return taken.build();
    }

    private static boolean isFormat(Json format) {
        return format.isString() && FORMATS.contains(format.asString());
    }

    private static Json ofEach(Json schemas) {
        ObjectBuilder each = Json.object();
        for (Member member : schemas.members()) {
            each.put(member.name(), ofAnswer(member.value()));
        }
        return each.build();
    }

    private static Json ofAll(Json schemas) {
        List<Json> all = new ArrayList<>();
        for (Json schema : schemas.elements()) {
            all.add(ofAnswer(schema));
        }
        return Json.array(all);
    }

    /** A root that only refers to a definition says in its place what the definition does. */
    private static Json withoutReference(Json schema) {
        Json target = target(schema, schema.get("$ref"));
        if (!target.isObject()) {
            return schema;
        }
        ObjectBuilder root = schema.toBuilder().remove("$ref");
        for (Member member : target.members()) {
            root.put(member.name(), member.value());
        }
        return root.build();
    }

    private static Json target(Json schema, Json reference) {
        if (!reference.isString() || !reference.asString().startsWith("#/")) {
            return Json.MISSING;
        }
        Json at = schema;
        for (String step : reference.asString().substring(2).split("/", -1)) {
            at = at.get(step);
        }
        return at;
    }

    /** One object with the properties of all; of a choice only what each requires is required. */
    private static Json withoutUnion(Json schema) {
        Map<String, Json> properties = new LinkedHashMap<>();
        Set<String> required = new LinkedHashSet<>();
        collect(schema, properties, required);
        ObjectBuilder flat = schema.toBuilder();
        for (String union : UNIONS) {
            Set<String> byEach = null;
            for (Json part : schema.get(union).elements()) {
                Json branch = part.get("$ref").isString() ? target(schema, part.get("$ref")) : part;
                Set<String> own = new LinkedHashSet<>();
                collect(branch, properties, own);
                if (byEach == null || union.equals("allOf")) {
                    own.addAll(byEach == null ? Set.of() : byEach);
                    byEach = own;
                } else {
                    byEach.retainAll(own);
                }
            }
            required.addAll(byEach == null ? Set.of() : byEach);
            flat.remove(union);
        }
        ObjectBuilder all = Json.object();
        properties.forEach(all::put);
        flat.put("type", "object").put("properties", all.build());
        if (!required.isEmpty()) {
            flat.put("required", Json.array(required.stream().map(Json::of).toList()));
        }
        return flat.build();
    }

    private static void collect(Json schema, Map<String, Json> properties, Set<String> required) {
        for (Member member : schema.get("properties").members()) {
            properties.putIfAbsent(member.name(), member.value());
        }
        for (Json name : schema.get("required").elements()) {
            if (name.isString()) {
                required.add(name.asString());
            }
        }
    }
}

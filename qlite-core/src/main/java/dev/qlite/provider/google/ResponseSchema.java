package dev.qlite.provider.google;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import dev.qlite.json.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The JSON schema of an answer as far as Gemini keeps it; what it does not is told in the description. Stateless. */
final class ResponseSchema {
    private static final Set<String> KEPT = Set.of(
            "$id",
            "$anchor",
            "type",
            "format",
            "title",
            "description",
            "enum",
            "minItems",
            "maxItems",
            "minimum",
            "maximum",
            "required",
            "propertyOrdering");

    private static final Set<String> OF_ONE = Set.of("items", "additionalProperties");
    private static final Set<String> OF_ALL = Set.of("prefixItems", "anyOf", "oneOf");
    private static final Set<String> OF_EACH = Set.of("properties", "$defs");

    private ResponseSchema() {}

    static Json of(Json schema) {
        if (!schema.isObject()) {
            return schema;
        }
        ObjectBuilder kept = Json.object();
        if (schema.get("$ref").isString()) {
            kept.put("$ref", schema.get("$ref")); // which stands alone, but for what it refers to
            if (schema.get("$defs").isObject()) {
                kept.put("$defs", each(schema.get("$defs")));
            }
            return kept.build();
        }
        List<String> words = new ArrayList<>();
        for (Member member : schema.members()) {
            String name = member.name();
            Json value = member.value();
            if (KEPT.contains(name)) {
                kept.put(name, value);
            } else if (OF_ONE.contains(name)) {
                kept.put(name, of(value));
            } else if (OF_ALL.contains(name)) {
                kept.put(name, all(value));
            } else if (OF_EACH.contains(name)) {
                kept.put(name, each(value));
            } else if (name.equals("const") && value.isString()) {
                kept.put("enum", Json.array(List.of(value)));
            } else if (!name.equals("$schema") && !name.equals("strict")) {
                words.add(name + ": " + value);
            }
        }
        if (!words.isEmpty()) {
            Json described = schema.get("description");
            String before = described.isString() ? described.asString() + " " : "";
            kept.put("description", before + "(" + String.join(", ", words) + ")");
        }
        return kept.build();
    }

    private static Json each(Json schemas) {
        ObjectBuilder each = Json.object();
        for (Member member : schemas.members()) {
            each.put(member.name(), of(member.value()));
        }
        return each.build();
    }

    private static Json all(Json schemas) {
        List<Json> all = new ArrayList<>();
        for (Json schema : schemas.elements()) {
            all.add(of(schema));
        }
        return Json.array(all);
    }
}

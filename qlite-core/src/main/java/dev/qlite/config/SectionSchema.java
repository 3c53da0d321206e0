package dev.qlite.config;

import dev.qlite.json.Json;
import dev.qlite.json.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A section as JSON Schema: its keys and no others, and for each kind those that it takes. Immutable. */
record SectionSchema(Section<?> section) {
    /** A default that is no text in YAML. */
    private static final Pattern BARE = Pattern.compile("true|false|[0-9]+");

    Json json() {
        ObjectBuilder properties = Json.object();
        for (Key<?> key : section.keys()) {
            properties.put(key.name(), property(key));
        }
        ObjectBuilder schema = Json.object()
                .put("type", "object")
                .put("additionalProperties", false)
                .put("properties", properties.build());
        List<Json> required = section.keys().stream()
                .filter(Key::isRequired)
                .map(key -> Json.of(key.name()))
                .toList();
        if (!required.isEmpty()) {
            schema.put("required", Json.array(required));
        }
        Kinds<?> kinds = section.kinds();
        if (kinds != null) {
            List<Json> all = new ArrayList<>();
            kinds.all().get().forEach((kind, keys) -> all.add(ofKind(kinds.key(), kind, keys)));
            schema.put("allOf", Json.array(all));
        }
        return schema.build();
    }

    private static Json property(Key<?> key) {
        ObjectBuilder property = Json.object().put("description", key.about());
        if (!key.byDefault().isEmpty()) {
            boolean isBare = BARE.matcher(key.byDefault()).matches();
            property.put("default", isBare ? Json.parse(key.byDefault()) : Json.of(key.byDefault()));
        }
        key.content().schema().members().forEach(member -> property.put(member.name(), member.value()));
        return property.build();
    }

    private Json ofKind(String key, String kind, Set<String> taken) {
        ObjectBuilder refused = Json.object();
        section.names().stream().filter(name -> !taken.contains(name)).forEach(name -> refused.put(name, false));
        Json is =
                Json.object().put(key, Json.object().put("const", kind).build()).build();
        return Json.object()
                .put(
                        "if",
                        Json.object()
                                .put("properties", is)
                                .put("required", Json.array(List.of(Json.of(key))))
                                .build())
                .put("then", Json.object().put("properties", refused.build()).build())
                .build();
    }
}

package dev.qlite.config;

import dev.qlite.json.Json;
import dev.qlite.json.ObjectBuilder;

/** All keys that a configuration may have, for people and for editors: what the documentation is made of. */
public final class ConfigReference {
    private ConfigReference() {}

    /** A Markdown table for each section. */
    public static String markdown() {
        return new MarkdownTables().text();
    }

    /** A JSON Schema (2020-12) of the whole, indented. */
    public static String schema() {
        ObjectBuilder schema = Json.object()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", "qlite's configuration")
                .put("$defs", Schema.DEFINITIONS);
        Keys.ROOT.schema().members().forEach(member -> schema.put(member.name(), member.value()));
        return IndentedJson.of(schema.build());
    }
}

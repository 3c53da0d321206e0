package dev.qlite.provider.google;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.json.JsonWriter;
import dev.qlite.json.ObjectBuilder;
import dev.qlite.provider.Unsupported;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A request's tools, and which of them are to be called. Not thread-safe. */
final class Declarations {
    private final Json body;
    private final Unsupported unsupported;
    private final List<Json> functions = new ArrayList<>();

    Declarations(Json body, Unsupported unsupported) {
        this.body = body;
        this.unsupported = unsupported;
        Set<String> allowed = allowed();
        int number = 0;
        for (Json tool : body.get("tools").elements()) {
            String path = "tools[" + number++ + "]";
            boolean isCustom = tool.get("custom").isObject();
            Json definition = isCustom ? tool.get("custom") : tool.get("function");
            if (!definition.get("name").isString()) {
                throw unsupported.refusal(path, "neither a function nor a custom tool with a name");
            }
            if (allowed.isEmpty() || allowed.contains(definition.get("name").asString())) {
                functions.add(isCustom ? custom(definition, path) : function(definition));
            }
        }
        for (Json function : body.get("functions").elements()) {
            if (!function.get("name").isString()) {
                throw InvalidRequestException.missing("functions", "a name for each");
            }
            functions.add(function(function));
        }
    }

    void writeTo(JsonWriter out) {
        boolean searches = body.get("web_search_options").isObject();
        if (functions.isEmpty() && !searches) {
            return;
        }
        out.name("tools").beginArray();
        if (!functions.isEmpty()) {
            out.beginObject().name("functionDeclarations").beginArray();
            functions.forEach(out::value);
            out.endArray().endObject();
        }
        if (searches) {
            out.beginObject().name("googleSearch").beginObject().endObject().endObject();
        }
        out.endArray();
        if (!functions.isEmpty()) {
            writeChoice(out);
            if (body.get("parallel_tool_calls").equals(Json.FALSE)) {
                unsupported.drop("parallel_tool_calls");
            }
        }
    }

    /** Those that {@code allowed_tools} names; empty if it is not said. */
    private Set<String> allowed() {
        Set<String> names = new HashSet<>();
        for (Json tool :
                body.get("tool_choice").get("allowed_tools").get("tools").elements()) {
            Json definition = tool.get("custom").isObject() ? tool.get("custom") : tool.get("function");
            if (definition.get("name").isString()) {
                names.add(definition.get("name").asString());
            }
        }
        return names;
    }

    /** Of the two forms of a schema the one that takes JSON Schema as it is. */
    private static Json function(Json function) {
        ObjectBuilder declaration = named(function);
        if (function.get("parameters").size() > 0) {
            declaration.put("parametersJsonSchema", function.get("parameters"));
        }
        return declaration.build();
    }

    private Json custom(Json custom, String path) {
        Json format = custom.get("format");
        if (format.isObject() && !format.get("type").textEquals("text")) {
            unsupported.drop(path + ".custom.format");
        }
        Json text = Json.object().put("type", "string").build();
        Json schema = Json.object()
                .put("type", "object")
                .put("properties", Json.object().put(AskedTools.INPUT, text).build())
                .put("required", Json.array(List.of(Json.of(AskedTools.INPUT))))
                .build();
        return named(custom).put("parametersJsonSchema", schema).build();
    }

    private static ObjectBuilder named(Json definition) {
        ObjectBuilder declaration = Json.object()
                .put("name", AskedTools.NAMES.fit(definition.get("name").asString()));
        Json description = definition.get("description");
        return description.isString() ? declaration.put("description", description) : declaration;
    }

    private void writeChoice(JsonWriter out) {
        Json asked = body.get("functions").isArray() && body.get("tool_choice").isMissing()
                ? body.get("function_call")
                : body.get("tool_choice");
        Json mode = asked.isString() ? asked : asked.get("allowed_tools").get("mode");
        String name = "";
        if (asked.isObject() && mode.isMissing()) {
            Json definition = asked.get("custom").isObject()
                    ? asked.get("custom")
                    : asked.get("function").isObject() ? asked.get("function") : asked;
            if (!definition.get("name").isString()) {
                throw InvalidRequestException.field("tool_choice", "names no tool");
            }
            name = AskedTools.NAMES.fit(definition.get("name").asString());
        } else if (!mode.isString()) {
            return;
        }
        out.name("toolConfig").beginObject().name("functionCallingConfig").beginObject();
        out.name("mode").value(name.isEmpty() ? mode(mode.asString()) : "ANY");
        if (!name.isEmpty()) {
            out.name("allowedFunctionNames").beginArray().value(name).endArray();
        }
        out.endObject().endObject();
    }

    private static String mode(String choice) {
        return switch (choice) {
            case "none" -> "NONE";
            case "required" -> "ANY";
            default -> "AUTO";
        };
    }
}

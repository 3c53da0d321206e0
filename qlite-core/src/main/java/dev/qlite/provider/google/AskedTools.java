package dev.qlite.provider.google;

import dev.qlite.json.Json;
import dev.qlite.provider.ToolNames;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What an answer must know of its request to name tools as the client does. Immutable.
 *
 * @param originals the client's names of tools, by those that were sent in their place
 * @param custom the tools, as they were sent, whose input is a text
 * @param legacy whether the client speaks of one {@code function_call} in place of tool calls
 */
record AskedTools(Map<String, String> originals, Set<String> custom, boolean legacy) {
    /** What tools may be called. */
    static final ToolNames NAMES = new ToolNames(64, true);

    /** The one member of a custom tool's input. */
    static final String INPUT = "input";

    static AskedTools of(Json body) {
        Set<String> custom = new HashSet<>();
        for (Json tool : body.get("tools").elements()) {
            Json name = tool.get("custom").get("name");
            if (name.isString()) {
                custom.add(NAMES.fit(name.asString()));
            }
        }
        boolean legacy = body.get("functions").size() > 0 && body.get("tools").size() == 0;
        return new AskedTools(NAMES.changed(body), custom, legacy);
    }

    /** A call by the name that Gemini gave, as the client's tool call. */
    Json call(String id, String name, Json args) {
        String original = originals.getOrDefault(name, name);
        Json arguments = args.isObject() ? args : Json.object().build();
        if (custom.contains(name)) {
            Json text = arguments.get(INPUT);
            Json tool = Json.object()
                    .put("name", original)
                    .put("input", text.isString() ? text : Json.of(arguments.toString()))
                    .build();
            return Json.object()
                    .put("id", id)
                    .put("type", "custom")
                    .put("custom", tool)
                    .build();
        }
        Json function = Json.object()
                .put("name", original)
                .put("arguments", arguments.toString())
                .build();
        return Json.object()
                .put("id", id)
                .put("type", "function")
                .put("function", function)
                .build();
    }
}

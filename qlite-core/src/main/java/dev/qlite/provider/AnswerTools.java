package dev.qlite.provider;

import dev.qlite.json.Json;
import dev.qlite.json.ObjectBuilder;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Names the tools of an answer as its request did: by the client's own words, and a custom tool's input as the text that
 * it is. Found anew from each request, so that nothing is kept. Immutable.
 */
public final class AnswerTools {
    /** The one member of a custom tool's input, where there are only functions. */
    public static final String INPUT = "input";

    private final Map<String, String> originals;
    private final Set<String> custom;
    private final boolean legacy;

    private AnswerTools(Map<String, String> originals, Set<String> custom, boolean legacy) {
        this.originals = originals;
        this.custom = custom;
        this.legacy = legacy;
    }

    /**
     * What a request says of its tools.
     *
     * @param names as the provider was told them
     */
    public static AnswerTools of(Json body, ToolNames names) {
        Set<String> custom = new HashSet<>();
        for (Json tool : body.get("tools").elements()) {
            Json name = tool.get("custom").get("name");
            if (name.isString()) {
                custom.add(names.fit(name.asString()));
            }
        }
        boolean legacy = body.get("functions").size() > 0 && body.get("tools").size() == 0;
        return new AnswerTools(names.changed(body), custom, legacy);
    }

    /** Whether the client speaks of one {@code function_call} in place of tool calls. */
    public boolean isLegacy() {
        return legacy;
    }

    /** Whether a tool's input is a text; by the name that the provider knows. */
    public boolean isCustom(String name) {
        return custom.contains(name);
    }

    /**
     * A whole call.
     *
     * @param name as the provider knows it
     * @param arguments an object; what is none is an empty one
     */
    public Json call(Json id, String name, Json arguments) {
        Json object = arguments.isObject() ? arguments : Json.object().build();
        return with(id, name, isCustom(name) ? text(object) : Json.of(object.toString()));
    }

    /** A call whose arguments are to come. */
    public Json opening(Json id, String name) {
        return with(id, name, Json.of(""));
    }

    /** The text that is a custom tool's input. */
    public static Json text(Json arguments) {
        Json text = arguments.get(INPUT);
        return text.isString() ? text : Json.of(arguments.size() > 0 ? arguments.toString() : "");
    }

    private Json with(Json id, String name, Json value) {
        String kind = isCustom(name) ? "custom" : "function";
        ObjectBuilder tool = Json.object()
                .put("name", originals.getOrDefault(name, name))
                .put(isCustom(name) ? "input" : "arguments", value);
        return Json.object()
                .put("id", id)
                .put("type", kind)
                .put(kind, tool.build())
                .build();
    }
}

package dev.qlite.provider.anthropic;

import dev.qlite.json.Json;
import dev.qlite.json.ObjectBuilder;

/** Claude's use of a tool as OpenAI's tool call, whole or in pieces. Immutable. */
final class ToolCalls {
    private final AskedTools asked;

    ToolCalls(AskedTools asked) {
        this.asked = asked;
    }

    boolean isCustom(Json toolUse) {
        return toolUse.get("name").isString()
                && asked.custom().contains(toolUse.get("name").asString());
    }

    /** A call with its arguments; an input that is none is an empty one. */
    Json whole(Json toolUse) {
        Json input = toolUse.get("input");
        return isCustom(toolUse)
                ? call(toolUse, "custom", "input", text(input))
                : call(toolUse, "function", "arguments", Json.of(input.isObject() ? input.toString() : "{}"));
    }

    /** A call whose arguments are to come. */
    Json opening(Json toolUse) {
        return isCustom(toolUse)
                ? call(toolUse, "custom", "input", Json.of(""))
                : call(toolUse, "function", "arguments", Json.of(""));
    }

    /** The text that is a custom tool's input. */
    static Json text(Json input) {
        Json text = input.get(AskedTools.INPUT);
        return text.isString() ? text : Json.of(input.isObject() && input.size() > 0 ? input.toString() : "");
    }

    private Json call(Json toolUse, String kind, String argument, Json value) {
        Json name = toolUse.require("name");
        ObjectBuilder function =
                Json.object().put("name", asked.original(name.asString())).put(argument, value);
        return Json.object()
                .put("id", toolUse.require("id"))
                .put("type", kind)
                .put(kind, function.build())
                .build();
    }
}

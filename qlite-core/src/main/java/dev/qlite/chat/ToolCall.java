package dev.qlite.chat;

import dev.qlite.json.Json;

/** One call of a tool by the assistant, kept as it came. Immutable. */
public final class ToolCall {
    private final Json json;

    private ToolCall(Json json) {
        this.json = json;
    }

    public static ToolCall of(Json json) {
        return new ToolCall(json);
    }

    /** A call of a function with its arguments, which are JSON in a string. */
    public static ToolCall function(String id, String name, String arguments) {
        Json function =
                Json.object().put("name", name).put("arguments", arguments).build();
        return new ToolCall(Json.object()
                .put("id", id)
                .put("type", "function")
                .put("function", function)
                .build());
    }

    /** The object as it came. */
    public Json json() {
        return json;
    }

    /** The call's id; empty if it has none. */
    public String id() {
        return text(json.get("id"));
    }

    /** The name of the function or custom tool; empty if it has none. */
    public String name() {
        return text(tool().get("name"));
    }

    /** A function's arguments or a custom tool's input, as the model wrote them: perhaps no valid JSON. */
    public String arguments() {
        Json arguments = tool().get("arguments");
        return text(arguments.isMissing() ? tool().get("input") : arguments);
    }

    @Override
    public String toString() {
        return json.toString();
    }

    private Json tool() {
        Json function = json.get("function");
        return function.isMissing() ? json.get("custom") : function;
    }

    private static String text(Json value) {
        return value.isString() ? value.asString() : "";
    }
}

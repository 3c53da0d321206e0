package dev.qlite.provider;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tools that a request of OpenAI's offers, and which of them is to be called; {@code functions} of older clients
 * are tools too. Immutable.
 */
public final class RequestedTools {
    /** The schema of a custom tool, whose input is a text, where there are only functions. */
    public static final Json TEXT_SCHEMA = Json.parse("{\"type\":\"object\",\"properties\":{\"" + AnswerTools.INPUT
            + "\":{\"type\":\"string\"}},\"required\":[\"" + AnswerTools.INPUT + "\"]}");

    private final List<Tool> tools;
    private final Choice choice;
    private final String chosen;

    private RequestedTools(List<Tool> tools, Choice choice, String chosen) {
        this.tools = List.copyOf(tools);
        this.choice = choice;
        this.chosen = chosen;
    }

    /**
     * A tool.
     *
     * @param definition with a {@code name}
     * @param isCustom whether its input is a text
     * @param cacheControl where the prompt cache is to end; missing if it is not said
     */
    public record Tool(Json definition, boolean isCustom, Json cacheControl) {
        /** What it is called; the client's word. */
        public String name() {
            return definition.get("name").asString();
        }
    }

    /** Which tool is to be called. */
    public enum Choice {
        /** Nothing is said of it. */
        UNSAID,
        NONE,
        AUTO,
        /** Any, but one. */
        REQUIRED,
        /** The one that {@link RequestedTools#chosen} names. */
        NAMED
    }

    /**
     * The tools of a request; of {@code allowed_tools} only those.
     *
     * @throws InvalidRequestException if one is neither a function nor a custom tool
     */
    public static RequestedTools of(Json body, Unsupported unsupported) {
        Json asked = body.get("functions").isArray() && body.get("tool_choice").isMissing()
                ? body.get("function_call")
                : body.get("tool_choice");
        Json mode = asked.isString() ? asked : asked.get("allowed_tools").get("mode");
        List<Tool> tools = tools(body, allowed(asked), unsupported);
        if (mode.isString()) {
            return new RequestedTools(
                    tools,
                    switch (mode.asString()) {
                        case "none" -> Choice.NONE;
                        case "required" -> Choice.REQUIRED;
                        default -> Choice.AUTO;
                    },
                    "");
        }
        if (!asked.isObject()) {
            return new RequestedTools(tools, Choice.UNSAID, "");
        }
        Json definition = definition(asked);
        Json name = definition.isMissing() ? asked.get("name") : definition.get("name");
        if (!name.isString()) {
            throw InvalidRequestException.field("tool_choice", "names no tool");
        }
        return new RequestedTools(tools, Choice.NAMED, name.asString());
    }

    /** The arguments of a call in a message, which must be an object; none at all are an empty one. */
    public static Json arguments(Json function, String path) {
        Json arguments = function.get("arguments");
        if (!arguments.isString() || arguments.asString().isBlank()) {
            return Json.object().build();
        }
        try {
            Json object = Json.parse(arguments.asString());
            if (object.isObject()) {
                return object;
            }
        } catch (JsonException e) {
            throw InvalidRequestException.field(path + ".function.arguments", "no JSON: " + e.getMessage());
        }
        throw InvalidRequestException.field(path + ".function.arguments", "no object (expected: a JSON object)");
    }

    public List<Tool> tools() {
        return tools;
    }

    public Choice choice() {
        return choice;
    }

    /** The tool that must be called, by the client's word; empty unless the {@link #choice} is {@link Choice#NAMED}. */
    public String chosen() {
        return chosen;
    }

    private static List<Tool> tools(Json body, Set<String> allowed, Unsupported unsupported) {
        List<Tool> tools = new ArrayList<>();
        int number = 0;
        for (Json tool : body.get("tools").elements()) {
            String path = "tools[" + number++ + "]";
            Json definition = named(definition(tool), path, unsupported);
            if (!allowed.isEmpty() && !allowed.contains(definition.get("name").asString())) {
                continue;
            }
            boolean isCustom = tool.get("custom").isObject();
            Json format = definition.get("format");
            if (isCustom && format.isObject() && !format.get("type").textEquals("text")) {
                unsupported.drop(path + ".custom.format");
            }
            tools.add(new Tool(definition, isCustom, tool.get("cache_control")));
        }
        for (Json function : body.get("functions").elements()) {
            tools.add(new Tool(named(function, "functions", unsupported), false, Json.MISSING));
        }
        return tools;
    }

    private static Json named(Json definition, String path, Unsupported unsupported) {
        if (!definition.get("name").isString()) {
            throw unsupported.refusal(path, "neither a function nor a custom tool with a name");
        }
        return definition;
    }

    private static Set<String> allowed(Json choice) {
        Set<String> names = new HashSet<>();
        for (Json tool : choice.get("allowed_tools").get("tools").elements()) {
            Json name = definition(tool).get("name");
            if (name.isString()) {
                names.add(name.asString());
            }
        }
        return names;
    }

    private static Json definition(Json tool) {
        return tool.get("custom").isObject() ? tool.get("custom") : tool.get("function");
    }
}

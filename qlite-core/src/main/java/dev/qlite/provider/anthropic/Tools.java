package dev.qlite.provider.anthropic;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.json.JsonWriter;
import dev.qlite.json.ObjectBuilder;
import dev.qlite.provider.Unsupported;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A request's tools, which of them are to be called, and the form of the answer. Not thread-safe. */
final class Tools {
    private static final Json ANY_OBJECT = Json.object()
            .put("type", "object")
            .put("properties", Json.object().build())
            .build();

    private final Json body;
    private final ClaudeModel model;
    private final Unsupported unsupported;
    private final List<Json> tools = new ArrayList<>();
    private Json choice = Json.MISSING;
    private Json outputFormat = Json.MISSING;
    private String hint = "";

    Tools(Json body, ClaudeModel model, Unsupported unsupported) {
        this.body = body;
        this.model = model;
        this.unsupported = unsupported;
        addTools();
        choose();
        form();
    }

    /** Whether a schema is kept by a tool whose input is the answer. */
    static boolean answersByTool(Json body, ClaudeModel model) {
        return body.get("response_format").get("type").textEquals("json_schema")
                && !model.takesSchema()
                && body.get("tools").size() == 0
                && body.get("functions").size() == 0;
    }

    /** Whether one must be called. */
    boolean forced() {
        return choice.get("type").textEquals("any") || choice.get("type").textEquals("tool");
    }

    /** The answer's schema; missing where there is none, or the model takes none. */
    Json outputFormat() {
        return outputFormat;
    }

    /** What the model is told of that it cannot be made to do; empty for nothing. */
    String hint() {
        return hint;
    }

    void writeTo(JsonWriter out) {
        if (tools.isEmpty()) {
            return;
        }
        out.name("tools").beginArray();
        tools.forEach(out::value);
        out.endArray();
        if (!choice.isMissing()) {
            out.name("tool_choice").value(choice);
        }
    }

    private void addTools() {
        Set<String> allowed = allowed();
        int number = 0;
        for (Json tool : body.get("tools").elements()) {
            String path = "tools[" + number++ + "]";
            Json definition = tool.get("custom").isObject() ? tool.get("custom") : tool.get("function");
            if (!definition.get("name").isString()) {
                throw unsupported.refusal(path, "neither a function nor a custom tool with a name");
            }
            if (allowed.isEmpty() || allowed.contains(definition.get("name").asString())) {
                Json mark = tool.get("cache_control");
                tools.add(tool.get("custom").isObject() ? custom(definition, path, mark) : function(definition, mark));
            }
        }
        for (Json function : body.get("functions").elements()) {
            tools.add(function(function, Json.MISSING));
        }
        Json search = body.get("web_search_options");
        if (search.isObject()) {
            tools.add(webSearch(search));
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

    private Json function(Json function, Json mark) {
        ObjectBuilder tool = named(function);
        Json parameters = function.get("parameters");
        tool.put("input_schema", parameters.isObject() ? Schemas.ofTool(parameters) : ANY_OBJECT);
        if (function.get("strict").equals(Json.TRUE) && model.takesSchema()) {
            tool.put("strict", Json.TRUE);
        }
        return marked(tool, mark);
    }

    private Json custom(Json custom, String path, Json mark) {
        Json format = custom.get("format");
        if (format.isObject() && !format.get("type").textEquals("text")) {
            unsupported.drop(path + ".custom.format");
        }
        Json text = Json.object().put("type", "string").build();
        Json schema = ANY_OBJECT.toBuilder()
                .put("properties", Json.object().put(AskedTools.INPUT, text).build())
                .put("required", Json.array(List.of(Json.of(AskedTools.INPUT))))
                .build();
        return marked(named(custom).put("input_schema", schema), mark);
    }

    private static ObjectBuilder named(Json definition) {
        ObjectBuilder tool = Json.object()
                .put("name", AskedTools.NAMES.fit(definition.get("name").asString()));
        Json description = definition.get("description");
        return description.isString() ? tool.put("description", description) : tool;
    }

    private static Json marked(ObjectBuilder tool, Json mark) {
        return (mark.isObject() ? tool.put("cache_control", mark) : tool).build();
    }

    private static Json webSearch(Json options) {
        ObjectBuilder search = Json.object().put("type", "web_search_20250305").put("name", "web_search");
        Json place = options.get("user_location").get("approximate");
        if (place.isObject()) {
            search.put(
                    "user_location",
                    place.toBuilder().put("type", "approximate").build());
        }
        return search.build();
    }

    private void choose() {
        if (tools.isEmpty()) {
            return; // a choice of nothing is refused there
        }
        Json asked = body.get("functions").isArray() && body.get("tool_choice").isMissing()
                ? body.get("function_call")
                : body.get("tool_choice");
        ObjectBuilder chosen = null;
        Json mode = asked.isString() ? asked : asked.get("allowed_tools").get("mode");
        if (mode.isString()) {
            chosen = switch (mode.asString()) {
                case "none" -> type("none");
                case "required" -> forced(type("any"), "Call one of the tools now.");
                default -> type("auto");
            };
        } else if (asked.isObject()) {
            Json definition = asked.get("custom").isObject()
                    ? asked.get("custom")
                    : asked.get("function").isObject() ? asked.get("function") : asked;
            if (!definition.get("name").isString()) {
                throw InvalidRequestException.field("tool_choice", "names no tool");
            }
            String name = AskedTools.NAMES.fit(definition.get("name").asString());
            chosen = forced(type("tool").put("name", name), "Call the tool " + name + " now.");
        }
        boolean oneAtATime = body.get("parallel_tool_calls").equals(Json.FALSE) && !mode.textEquals("none");
        if (oneAtATime) {
            chosen = (chosen == null ? type("auto") : chosen).put("disable_parallel_tool_use", Json.TRUE);
        }
        if (chosen != null) {
            choice = chosen.build();
        }
    }

    /** Newer models cannot be made to; they are asked. */
    private ObjectBuilder forced(ObjectBuilder choice, String words) {
        if (model.takesForcedTools()) {
            return choice;
        }
        unsupported.drop("tool_choice");
        hint = words;
        return type("auto");
    }

    private void form() {
        Json format = body.get("response_format");
        if (format.get("type").textEquals("json_object")) {
            unsupported.drop("response_format");
            hint = "Answer with one JSON object and nothing else.";
        } else if (format.get("type").textEquals("json_schema")) {
            Json schema = format.get("json_schema").get("schema");
            Json shape = schema.isObject() ? schema : ANY_OBJECT;
            if (model.takesSchema()) {
                outputFormat = Json.object()
                        .put("type", "json_schema")
                        .put("schema", Schemas.ofAnswer(shape))
                        .build();
            } else if (answersByTool(body, model)) {
                tools.add(Json.object()
                        .put("name", AskedTools.ANSWER)
                        .put("description", "Answer with this tool.")
                        .put("input_schema", Schemas.ofTool(shape))
                        .build());
                choice = type("tool").put("name", AskedTools.ANSWER).build();
            } else {
                unsupported.drop("response_format");
                hint = "Answer, when you call no tool, with one JSON object of this JSON schema and nothing else: "
                        + shape;
            }
        }
    }

    private static ObjectBuilder type(String type) {
        return Json.object().put("type", type);
    }
}

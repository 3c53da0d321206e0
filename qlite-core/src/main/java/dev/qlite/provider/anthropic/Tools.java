package dev.qlite.provider.anthropic;

import dev.qlite.json.Json;
import dev.qlite.json.JsonWriter;
import dev.qlite.json.ObjectBuilder;
import dev.qlite.provider.RequestedTools;
import dev.qlite.provider.Unsupported;
import java.util.ArrayList;
import java.util.List;

/** A request's tools, which of them are to be called, and the form of the answer. Not thread-safe. */
final class Tools {
    private static final Json ANY_OBJECT = Json.object()
            .put("type", "object")
            .put("properties", Json.object().build())
            .build();

    private final Json body;
    private final ClaudeModel model;
    private final Unsupported unsupported;
    private final RequestedTools requested;
    private final List<Json> tools = new ArrayList<>();
    private Json choice = Json.MISSING;
    private Json outputFormat = Json.MISSING;
    private String hint = "";

    Tools(Json body, ClaudeModel model, Unsupported unsupported) {
        this.body = body;
        this.model = model;
        this.unsupported = unsupported;
        this.requested = RequestedTools.of(body, unsupported);
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
        for (RequestedTools.Tool tool : requested.tools()) {
            Json parameters = tool.isCustom()
                    ? RequestedTools.TEXT_SCHEMA
                    : tool.definition().get("parameters");
            ObjectBuilder claudes = Json.object().put("name", AskedTools.NAMES.fit(tool.name()));
            if (tool.definition().get("description").isString()) {
                claudes.put("description", tool.definition().get("description"));
            }
            claudes.put("input_schema", parameters.isObject() ? Schemas.ofTool(parameters) : ANY_OBJECT);
            if (tool.definition().get("strict").equals(Json.TRUE) && model.takesSchema()) {
                claudes.put("strict", Json.TRUE);
            }
            tools.add(marked(claudes, tool.cacheControl()));
        }
        Json search = body.get("web_search_options");
        if (search.isObject()) {
            tools.add(webSearch(search));
        }
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
        ObjectBuilder chosen = switch (requested.choice()) {
            case UNSAID -> null;
            case NONE -> type("none");
            case AUTO -> type("auto");
            case REQUIRED -> forced(type("any"), "Call one of the tools now.");
            case NAMED -> {
                String name = AskedTools.NAMES.fit(requested.chosen());
                yield forced(type("tool").put("name", name), "Call the tool " + name + " now.");
            }
        };
        boolean oneAtATime = body.get("parallel_tool_calls").equals(Json.FALSE);
        if (oneAtATime && requested.choice() != RequestedTools.Choice.NONE) {
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
        tell(words);
        return type("auto");
    }

    private void tell(String words) {
        hint = hint.isEmpty() ? words : hint + " " + words;
    }

    private void form() {
        Json format = body.get("response_format");
        if (format.get("type").textEquals("json_object")) {
            unsupported.drop("response_format");
            tell("Answer with one JSON object and nothing else.");
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
                tell("Answer, when you call no tool, with one JSON object of this JSON schema and nothing else: "
                        + shape);
            }
        }
    }

    private static ObjectBuilder type(String type) {
        return Json.object().put("type", type);
    }
}

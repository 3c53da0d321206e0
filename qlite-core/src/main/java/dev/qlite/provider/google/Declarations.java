package dev.qlite.provider.google;

import dev.qlite.json.Json;
import dev.qlite.json.JsonWriter;
import dev.qlite.provider.RequestedTools;
import dev.qlite.provider.ToolNames;
import dev.qlite.provider.Unsupported;

/** A request's tools, and which of them are to be called. Not thread-safe. */
final class Declarations {
    /** What tools may be called. */
    static final ToolNames NAMES = new ToolNames(64, true);

    private final Json body;
    private final Unsupported unsupported;
    private final RequestedTools requested;

    Declarations(Json body, Unsupported unsupported) {
        this.body = body;
        this.unsupported = unsupported;
        this.requested = RequestedTools.of(body, unsupported);
    }

    void writeTo(JsonWriter out) {
        boolean searches = body.get("web_search_options").isObject();
        boolean hasFunctions = !requested.tools().isEmpty();
        if (!hasFunctions && !searches) {
            return;
        }
        out.name("tools").beginArray();
        if (hasFunctions) {
            out.beginObject().name("functionDeclarations").beginArray();
            requested.tools().forEach(tool -> write(tool, out));
            out.endArray().endObject();
        }
        if (searches) {
            out.beginObject().name("googleSearch").beginObject().endObject().endObject();
        }
        out.endArray();
        if (hasFunctions) {
            writeChoice(out);
            if (body.get("parallel_tool_calls").equals(Json.FALSE)) {
                unsupported.drop("parallel_tool_calls");
            }
        }
    }

    /** Of the two forms of a schema the one that takes JSON Schema as it is. */
    private static void write(RequestedTools.Tool tool, JsonWriter out) {
        out.beginObject().name("name").value(NAMES.fit(tool.name()));
        Json description = tool.definition().get("description");
        if (description.isString()) {
            out.name("description").value(description);
        }
        Json parameters =
                tool.isCustom() ? RequestedTools.TEXT_SCHEMA : tool.definition().get("parameters");
        if (parameters.size() > 0) {
            out.name("parametersJsonSchema").value(parameters);
        }
        out.endObject();
    }

    private void writeChoice(JsonWriter out) {
        if (requested.choice() == RequestedTools.Choice.UNSAID) {
            return;
        }
        out.name("toolConfig").beginObject().name("functionCallingConfig").beginObject();
        out.name("mode")
                .value(
                        switch (requested.choice()) {
                            case NONE -> "NONE";
                            case REQUIRED, NAMED -> "ANY";
                            case AUTO, UNSAID -> "AUTO";
                        });
        if (!requested.chosen().isEmpty()) {
            out.name("allowedFunctionNames").beginArray();
            out.value(NAMES.fit(requested.chosen()));
            out.endArray();
        }
        out.endObject().endObject();
    }
}

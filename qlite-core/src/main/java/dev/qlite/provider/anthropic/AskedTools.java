package dev.qlite.provider.anthropic;

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
 * @param answerTool whether the answer itself comes as the input of a tool: a schema on a model that takes none
 */
record AskedTools(Map<String, String> originals, Set<String> custom, boolean legacy, boolean answerTool) {
    /** What tools may be called. */
    static final ToolNames NAMES = new ToolNames(128, false);

    /** The tool whose input is the answer. */
    static final String ANSWER = "json";

    /** The one member of a custom tool's input. */
    static final String INPUT = "input";

    static AskedTools of(Json body, ClaudeModel model) {
        Set<String> custom = new HashSet<>();
        for (Json tool : body.get("tools").elements()) {
            Json name = tool.get("custom").get("name");
            if (name.isString()) {
                custom.add(NAMES.fit(name.asString()));
            }
        }
        boolean legacy = body.get("functions").size() > 0 && body.get("tools").size() == 0;
        return new AskedTools(NAMES.changed(body), custom, legacy, Tools.answersByTool(body, model));
    }

    String original(String name) {
        return originals.getOrDefault(name, name);
    }
}

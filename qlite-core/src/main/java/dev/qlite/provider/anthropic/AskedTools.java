package dev.qlite.provider.anthropic;

import dev.qlite.json.Json;
import dev.qlite.provider.AnswerTools;
import dev.qlite.provider.ToolNames;

/**
 * What an answer must know of its request. Immutable.
 *
 * @param tools how the client names them
 * @param answerTool whether the answer itself comes as the input of a tool: a schema on a model that takes none
 */
record AskedTools(AnswerTools tools, boolean answerTool) {
    /** What tools may be called. */
    static final ToolNames NAMES = new ToolNames(128, false);

    /** The tool whose input is the answer. */
    static final String ANSWER = "json";

    static AskedTools of(Json body, ClaudeModel model) {
        return new AskedTools(AnswerTools.of(body, NAMES), Tools.answersByTool(body, model));
    }
}

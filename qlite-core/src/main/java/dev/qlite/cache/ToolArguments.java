package dev.qlite.cache;

import dev.qlite.chat.ChatCompletionChunk;
import dev.qlite.json.Json;
import java.util.HashMap;
import java.util.Map;

/** The arguments of a streamed answer's function calls, put together from their pieces. Not thread-safe. */
final class ToolArguments {
    private final Map<String, StringBuilder> byCall = new HashMap<>();

    void add(ChatCompletionChunk chunk) {
        for (Json choice : chunk.json().get("choices").elements()) {
            for (Json call : choice.get("delta").get("tool_calls").elements()) {
                add(choice.get("index") + "/" + call.get("index"), call.get("function"));
            }
            Json legacyCall = choice.get("delta").get("function_call");
            if (GoodAnswer.isCall(legacyCall)) {
                add(choice.get("index") + "/legacy", legacyCall);
            }
        }
    }

    private void add(String call, Json function) {
        if (function.isObject()) {
            Json piece = function.get("arguments");
            byCall.computeIfAbsent(call, key -> new StringBuilder()).append(piece.isString() ? piece.asString() : "");
        }
    }

    /** Whether all of them are JSON. */
    boolean parse() {
        return byCall.values().stream().allMatch(arguments -> GoodAnswer.parses(arguments.toString()));
    }
}

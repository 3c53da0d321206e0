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
                Json piece = call.get("function").get("arguments");
                if (call.get("function").isObject()) {
                    StringBuilder arguments = byCall.computeIfAbsent(
                            choice.get("index") + "/" + call.get("index"), key -> new StringBuilder());
                    arguments.append(piece.isString() ? piece.asString() : "");
                }
            }
        }
    }

    /** Whether all of them are JSON. */
    boolean parse() {
        return byCall.values().stream().allMatch(arguments -> GoodAnswer.parses(arguments.toString()));
    }
}

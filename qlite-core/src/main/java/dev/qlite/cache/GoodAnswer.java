package dev.qlite.cache;

import dev.qlite.chat.ApiError;
import dev.qlite.chat.ChatCompletion;
import dev.qlite.chat.ToolCall;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;

/** Which answers may be stored: whole ones without an error, that nobody has filtered. */
final class GoodAnswer {
    private GoodAnswer() {}

    /** Whether a document has a choice, and each is finished, unfiltered, and has arguments that parse. */
    static boolean is(Json document) {
        ChatCompletion completion = ChatCompletion.of(document);
        for (ChatCompletion.Choice choice : completion.choices()) {
            String reason = choice.finishReason();
            if (reason == null || reason.isEmpty()) {
                return false;
            }
            for (ToolCall call : choice.message().toolCalls()) {
                if (call.json().get("function").isObject() && !parses(call.arguments())) {
                    return false;
                }
            }
        }
        return !completion.choices().isEmpty() && !isFiltered(document) && ApiError.in(document) == null;
    }

    /** Whether a choice of a document or chunk ended by {@code content_filter}. */
    static boolean isFiltered(Json answer) {
        for (Json choice : answer.get("choices").elements()) {
            if (choice.get("finish_reason").textEquals("content_filter")) {
                return true;
            }
        }
        return false;
    }

    /** Whether a function's arguments are JSON. */
    static boolean parses(String arguments) {
        try {
            Json.parse(arguments);
            return true;
        } catch (JsonException e) {
            return false; // a model may write anything; such an answer is served, but not kept
        }
    }
}

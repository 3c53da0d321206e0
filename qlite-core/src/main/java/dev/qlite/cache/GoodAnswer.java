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
            Json legacyCall = choice.message().json().get("function_call");
            if (isCall(legacyCall) && !parses(legacyCall.get("arguments"))) {
                return false;
            }
        }
        return !completion.choices().isEmpty() && !isSpoilt(document);
    }

    /**
     * Whether a document or chunk is an error, or a choice of it is: ended by {@code content_filter}, or by an error that
     * came too late for a status, as OpenRouter says it ({@code finish_reason: error}, {@code choices[].error}).
     */
    static boolean isSpoilt(Json answer) {
        if (ApiError.in(answer) != null) {
            return true;
        }
        for (Json choice : answer.get("choices").elements()) {
            Json reason = choice.get("finish_reason");
            if (reason.textEquals("content_filter") || reason.textEquals("error") || ApiError.in(choice) != null) {
                return true;
            }
        }
        return false;
    }

    /** Whether a {@code function_call} is one: some servers send an empty one where there is none. */
    static boolean isCall(Json legacyCall) {
        return legacyCall.isObject()
                && !(legacyCall.get("name").textEquals("")
                        && legacyCall.get("arguments").textEquals(""));
    }

    private static boolean parses(Json arguments) {
        return arguments.isString() && parses(arguments.asString());
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

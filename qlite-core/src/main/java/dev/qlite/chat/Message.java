package dev.qlite.chat;

import dev.qlite.json.Json;
import dev.qlite.json.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message of a conversation, asked or answered, kept as it came. Immutable. */
public final class Message {
    private final Json json;

    private Message(Json json) {
        this.json = json;
    }

    public static Message of(Json json) {
        return new Message(json);
    }

    public static Message system(String text) {
        return of("system", text);
    }

    public static Message user(String text) {
        return of("user", text);
    }

    public static Message assistant(String text) {
        return of("assistant", text);
    }

    /** The result of a tool that the assistant called. */
    public static Message tool(String callId, String text) {
        return new Message(Json.object()
                .put("role", "tool")
                .put("tool_call_id", callId)
                .put("content", text)
                .build());
    }

    /** The object as it came. */
    public Json json() {
        return json;
    }

    /** The role; empty if the message names none. */
    public String role() {
        Json role = json.get("role");
        return role.isString() ? role.asString() : "";
    }

    /** The content: a string, an array of parts, null, or missing. */
    public Json content() {
        return json.get("content");
    }

    /** The text of the content: the string, or its text parts joined; empty where there is none. */
    public String text() {
        Json content = content();
        if (content.isString()) {
            return content.asString();
        }
        StringBuilder text = new StringBuilder();
        for (Json part : content.elements()) {
            Json piece = part.get("text");
            if (piece.isString()) {
                text.append(piece.asString());
            }
        }
        return text.toString();
    }

    /** The tools that the assistant calls, in order; empty where it calls none. */
    public List<ToolCall> toolCalls() {
        List<ToolCall> calls = new ArrayList<>();
        for (Json call : json.get("tool_calls").elements()) {
            calls.add(ToolCall.of(call));
        }
        return calls;
    }

    /** Why the model refused, or null if it did not. */
    public @Nullable String refusal() {
        Json refusal = json.get("refusal");
        return refusal.isString() ? refusal.asString() : null;
    }

    /** An editor that keeps what it is not told to change. */
    public ObjectBuilder toBuilder() {
        return json.toBuilder();
    }

    @Override
    public String toString() {
        return json.toString();
    }

    private static Message of(String role, String text) {
        return new Message(Json.object().put("role", role).put("content", text).build());
    }
}

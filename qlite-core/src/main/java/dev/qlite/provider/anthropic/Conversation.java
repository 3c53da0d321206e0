package dev.qlite.provider.anthropic;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.json.JsonWriter;
import dev.qlite.json.ObjectBuilder;
import dev.qlite.provider.AnswerTools;
import dev.qlite.provider.RequestedTools;
import dev.qlite.provider.ToolNames;
import dev.qlite.provider.Unsupported;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a request as Anthropic takes them: the leading instructions apart, then turns of two that alternate,
 * the results of tool calls first in the turn after them, one for each. Not thread-safe.
 */
final class Conversation {
    private static final ToolNames IDS = new ToolNames(256, false);

    private final ClaudeModel model;
    private final Unsupported unsupported;
    private final Blocks blocks;
    private final List<Json> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final Set<String> open = new LinkedHashSet<>(); // calls without a result so far
    private @Nullable String legacyCall; // the id made up for the last function_call

    Conversation(Json body, ClaudeModel model, Unsupported unsupported) {
        this.model = model;
        this.unsupported = unsupported;
        this.blocks = new Blocks(unsupported);
        Json messages = body.get("messages");
        int size = messages.size();
        for (int i = 0; i < size; i++) {
            add(messages.get(i), "messages[" + i + "]", nextSpeaker(messages, i));
        }
        closeCalls("messages");
        if (turns.isEmpty()) {
            turn("user").blocks.add(text(".")); // there must be a question
        }
        trimPrefill();
    }

    private static final class Turn {
        final String role;
        final List<Json> results = new ArrayList<>();
        final List<Json> blocks = new ArrayList<>();

        Turn(String role) {
            this.role = role;
        }
    }

    /** @param hint what the model is told beside the messages' own instructions; empty for nothing */
    void writeTo(JsonWriter out, String hint) {
        if (!hint.isEmpty()) {
            system.add(text(hint));
        }
        if (!system.isEmpty()) {
            out.name("system").beginArray();
            system.forEach(out::value);
            out.endArray();
        }
        out.name("messages").beginArray();
        for (Turn turn : turns) {
            out.beginObject().name("role").value(turn.role).name("content").beginArray();
            turn.results.forEach(out::value);
            turn.blocks.forEach(out::value);
            out.endArray().endObject();
        }
        out.endArray();
    }

    /** Who speaks next, instructions aside; missing at the end. */
    private static Json nextSpeaker(Json messages, int from) {
        for (int i = from + 1; i < messages.size(); i++) {
            Json role = messages.get(i).get("role");
            if (!role.textEquals("system") && !role.textEquals("developer")) {
                return role;
            }
        }
        return Json.MISSING;
    }

    private void add(Json message, String path, Json nextSpeaker) {
        Json role = message.get("role");
        if (message.get("name").isString() && !role.textEquals("function") && !role.textEquals("tool")) {
            unsupported.drop(path + ".name");
        }
        List<Json> content = role.textEquals("tool") || role.textEquals("function")
                ? List.of()
                : Blocks.marked(blocks.of(message.get("content"), path + ".content"), message.get("cache_control"));
        switch (role.isString() ? role.asString() : "") {
            case "system", "developer" -> addSystem(content, path, nextSpeaker);
            case "user" -> {
                closeCalls(path);
                addTo("user", content);
            }
            case "assistant" -> addAssistant(message, path, content);
            case "tool" -> addResult(message, message.get("tool_call_id"), path);
            case "function" -> addResult(message, legacyCall == null ? Json.MISSING : Json.of(legacyCall), path);
            default ->
                throw InvalidRequestException.field(
                        path + ".role", "unknown (expected: system, developer, user, assistant or tool)");
        }
    }

    /** Within the conversation only where the model takes it, and between a question and its answer. */
    private void addSystem(List<Json> content, String path, Json nextSpeaker) {
        boolean afterUser =
                !turns.isEmpty() && !turns.get(turns.size() - 1).role.equals("assistant");
        boolean beforeAnswer = nextSpeaker.isMissing() || nextSpeaker.textEquals("assistant");
        if (model.takesSystemBetween() && afterUser && beforeAnswer && !content.isEmpty()) {
            closeCalls(path);
            turn("system").blocks.addAll(content);
        } else {
            system.addAll(content);
        }
    }

    private void addAssistant(Json message, String path, List<Json> content) {
        List<Json> said = new ArrayList<>();
        for (Json thought : message.get("thinking_blocks").elements()) {
            said.add(thought.toBuilder().remove("index").build());
        }
        said.addAll(content);
        if (content.isEmpty()) {
            said.addAll(blocks.of(message.get("refusal"), path + ".refusal"));
        }
        int number = 0;
        for (Json call : message.get("tool_calls").elements()) {
            said.add(call(call, path + ".tool_calls[" + number++ + "]"));
        }
        Json legacy = message.get("function_call");
        if (legacy.isObject()) {
            legacyCall = "call_" + turns.size();
            said.add(toolUse(legacyCall, legacy.get("name"), RequestedTools.arguments(legacy, path)));
        }
        addTo("assistant", said);
    }

    private Json call(Json call, String path) {
        Json id = call.get("id");
        if (!id.isString()) {
            throw InvalidRequestException.missing(path + ".id", "the call's id");
        }
        Json custom = call.get("custom");
        if (custom.isObject()) {
            Json input = Json.object()
                    .put(AnswerTools.INPUT, custom.get("input").isString() ? custom.get("input") : Json.of(""))
                    .build();
            return toolUse(id.asString(), custom.get("name"), input);
        }
        Json function = call.get("function");
        return toolUse(id.asString(), function.get("name"), RequestedTools.arguments(function, path));
    }

    private Json toolUse(String id, Json name, Json input) {
        String fit = IDS.fit(id);
        open.add(fit);
        return Json.object()
                .put("type", "tool_use")
                .put("id", fit)
                .put("name", AskedTools.NAMES.fit(name.isString() ? name.asString() : ""))
                .put("input", input)
                .build();
    }

    private void addResult(Json message, Json id, String path) {
        String fit = id.isString() ? IDS.fit(id.asString()) : "";
        if (!open.remove(fit)) {
            throw InvalidRequestException.field(
                    path + ".tool_call_id", "answers no call of the assistant's message before it");
        }
        List<Json> content = blocks.of(message.get("content"), path + ".content");
        ObjectBuilder result = Json.object().put("type", "tool_result").put("tool_use_id", fit);
        if (!content.isEmpty()) {
            result.put("content", Json.array(content));
        }
        if (message.get("cache_control").isObject()) {
            result.put("cache_control", message.get("cache_control"));
        }
        turn("user").results.add(result.build());
    }

    private void closeCalls(String path) {
        if (!open.isEmpty()) {
            throw InvalidRequestException.field(
                    path, "no result for a tool call (expected: a tool message for each of the assistant's calls)");
        }
    }

    private void addTo(String role, List<Json> content) {
        if (!content.isEmpty()) {
            turn(role).blocks.addAll(content);
        }
    }

    /** The last turn if it is of this role, else a new one. */
    private Turn turn(String role) {
        Turn last = turns.isEmpty() ? null : turns.get(turns.size() - 1);
        if (last != null && last.role.equals(role) && !role.equals("system")) {
            return last;
        }
        Turn turn = new Turn(role);
        turns.add(turn);
        return turn;
    }

    /** The beginning of an answer must not end with white space; newer models take none. */
    private void trimPrefill() {
        Turn last = turns.get(turns.size() - 1);
        if (!last.role.equals("assistant")) {
            return;
        }
        if (!model.takesPrefill()) {
            throw unsupported.refusal("messages", "the model cannot go on with a message of the assistant's");
        }
        int end = last.blocks.size() - 1;
        Json block = last.blocks.get(end);
        if (block.get("type").textEquals("text")) {
            String trimmed = block.get("text").asString().stripTrailing();
            last.blocks.set(end, block.toBuilder().put("text", trimmed).build());
        }
    }

    private static Json text(String text) {
        return Json.object().put("type", "text").put("text", text).build();
    }
}

package dev.qlite.provider.google;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.json.JsonWriter;
import dev.qlite.json.ObjectBuilder;
import dev.qlite.provider.AnswerTools;
import dev.qlite.provider.RequestedTools;
import dev.qlite.provider.Unsupported;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages of a request as Gemini takes them: the instructions apart, the results of a turn's calls together, in the
 * order of the calls and by their names. Not thread-safe.
 */
final class Contents {
    /** What Google takes for the signature of a call that has lost its own. */
    private static final String UNSIGNED = "skip_thought_signature_validator";

    private final GeminiModel model;
    private final Unsupported unsupported;
    private final Parts parts;
    private final List<Json> system = new ArrayList<>();
    private final List<Content> contents = new ArrayList<>();
    private final Map<String, Call> open = new LinkedHashMap<>(); // the last turn's calls, in their order

    Contents(Json body, GeminiModel model, Unsupported unsupported) {
        this.model = model;
        this.unsupported = unsupported;
        this.parts = new Parts(unsupported);
        int number = 0;
        for (Json message : body.get("messages").elements()) {
            add(message, "messages[" + number++ + "]");
        }
        closeCalls("messages");
        if (!model.takesSystemInstruction() && !system.isEmpty()) {
            contents.add(0, new Content("user", new ArrayList<>(system)));
            system.clear();
        }
        if (contents.isEmpty() || contents.get(0).role.equals("model")) {
            contents.add(0, new Content("user", new ArrayList<>(List.of(Parts.text("."))))); // there must be a question
        }
    }

    private record Content(String role, List<Json> parts) {}

    /** A call, and what came of it. */
    private static final class Call {
        final Json id; // missing where an older client names the function alone
        final String name;
        Json result = Json.MISSING;
        List<Json> others = List.of(); // what came beside the text

        Call(Json id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    void writeTo(JsonWriter out) {
        if (!system.isEmpty()) {
            out.name("systemInstruction").beginObject().name("parts").beginArray();
            system.forEach(out::value);
            out.endArray().endObject();
        }
        out.name("contents").beginArray();
        for (Content content : contents) {
            out.beginObject().name("role").value(content.role).name("parts").beginArray();
            content.parts.forEach(out::value);
            out.endArray().endObject();
        }
        out.endArray();
    }

    private void add(Json message, String path) {
        Json role = message.get("role");
        if (message.get("name").isString() && !role.textEquals("function") && !role.textEquals("tool")) {
            unsupported.drop(path + ".name");
        }
        switch (role.isString() ? role.asString() : "") {
            case "system", "developer" -> system.addAll(parts.of(message.get("content"), path + ".content"));
            case "user" -> {
                closeCalls(path);
                addContent("user", parts.of(message.get("content"), path + ".content"));
            }
            case "assistant" -> addAssistant(message, path);
            case "tool" -> addResult(message, message.get("tool_call_id"), path);
            case "function" -> addResult(message, message.get("name"), path);
            default ->
                throw InvalidRequestException.field(
                        path + ".role", "unknown (expected: system, developer, user, assistant or tool)");
        }
    }

    private void addAssistant(Json message, String path) {
        if (!open.isEmpty() && open.values().stream().anyMatch(call -> !call.result.isMissing())) {
            closeCalls(path);
        }
        List<Json> said = new ArrayList<>(parts.of(message.get("content"), path + ".content"));
        if (said.isEmpty()) {
            said.addAll(parts.of(message.get("refusal"), path + ".refusal"));
        }
        boolean first = open.isEmpty();
        int number = 0;
        for (Json call : message.get("tool_calls").elements()) {
            said.add(call(call, path + ".tool_calls[" + number++ + "]", first));
            first = false;
        }
        Json legacy = message.get("function_call");
        if (legacy.isObject()) {
            said.add(call(
                    Json.MISSING, legacy.get("name"), RequestedTools.arguments(legacy, path), Json.MISSING, first));
        }
        addContent("model", said);
    }

    private Json call(Json call, String path, boolean first) {
        Json signature = call.get("extra_content").get("google").get("thought_signature");
        Json custom = call.get("custom");
        if (custom.isObject()) {
            Json text = custom.get("input").isString() ? custom.get("input") : Json.of("");
            Json args = Json.object().put(AnswerTools.INPUT, text).build();
            return call(call.get("id"), custom.get("name"), args, signature, first);
        }
        Json function = call.get("function");
        return call(call.get("id"), function.get("name"), RequestedTools.arguments(function, path), signature, first);
    }

    private Json call(Json id, Json name, Json args, Json signature, boolean first) {
        String fit = Declarations.NAMES.fit(name.isString() ? name.asString() : "");
        ObjectBuilder call = Json.object();
        if (id.isString()) {
            call.put("id", id);
        }
        open.put(id.isString() ? id.asString() : fit, new Call(id, fit));
        ObjectBuilder part = Json.object()
                .put("functionCall", call.put("name", fit).put("args", args).build());
        if (signature.isString()) {
            part.put("thoughtSignature", signature);
        } else if (first && model.wantsSignatures()) {
            part.put("thoughtSignature", UNSIGNED);
        }
        return part.build();
    }

    private void addResult(Json message, Json id, String path) {
        Call call = id.isString() ? open.get(id.asString()) : null; // of an older client the function's name
        if (call == null || !call.result.isMissing()) {
            throw InvalidRequestException.field(
                    path + ".tool_call_id", "answers no call of the assistant's message before it");
        }
        List<Json> others = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Json part : parts.of(message.get("content"), path + ".content")) {
            if (part.get("text").isString()) {
                text.append(part.get("text").asString());
            } else {
                others.add(part);
            }
        }
        call.result = response(text.toString());
        call.others = others;
    }

    /** A result that is an object is sent as it is; any other as the output. */
    private static Json response(String text) {
        try {
            Json result = Json.parse(text);
            if (result.isObject()) {
                return result;
            }
        } catch (JsonException e) {
            return Json.object().put("output", text).build(); // words are a result too
        }
        return Json.object().put("output", text).build();
    }

    /** The results of all the calls so far, as one turn. */
    private void closeCalls(String path) {
        List<Json> results = new ArrayList<>();
        List<Json> others = new ArrayList<>();
        for (Call call : open.values()) {
            if (call.result.isMissing()) {
                throw InvalidRequestException.field(
                        path, "no result for a tool call (expected: a tool message for each of the assistant's calls)");
            }
            ObjectBuilder response = Json.object();
            if (call.id.isString()) {
                response.put("id", call.id);
            }
            results.add(Json.object()
                    .put(
                            "functionResponse",
                            response.put("name", call.name)
                                    .put("response", call.result)
                                    .build())
                    .build());
            others.addAll(call.others);
        }
        open.clear();
        results.addAll(others);
        if (!results.isEmpty()) {
            contents.add(new Content("user", results));
        }
    }

    /** What the model says in one go is one content. */
    private void addContent(String role, List<Json> said) {
        Content last = contents.isEmpty() ? null : contents.get(contents.size() - 1);
        if (said.isEmpty()) {
            return;
        }
        if (last != null && role.equals("model") && last.role.equals(role)) {
            last.parts.addAll(said);
        } else {
            contents.add(new Content(role, new ArrayList<>(said)));
        }
    }
}

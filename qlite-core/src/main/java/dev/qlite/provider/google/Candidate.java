package dev.qlite.provider.google;

import dev.qlite.chat.ApiError;
import dev.qlite.json.JoinedString;
import dev.qlite.json.Json;
import dev.qlite.json.ObjectBuilder;
import dev.qlite.pipeline.Event;
import dev.qlite.provider.AnswerTools;
import dev.qlite.provider.ChunkWriter;
import java.util.List;
import java.util.function.Consumer;

/** One of the answers while it comes. Not thread-safe. */
final class Candidate {
    private final int index;
    private final String answerId;
    private final AnswerTools tools;
    private final JoinedString text = new JoinedString();
    private boolean begun; // the role was said
    private boolean said; // more than the role
    private int calls;
    private Json grounding = Json.MISSING;
    private Json citations = Json.MISSING;
    private String finish = "";
    private String finishMessage = "";

    Candidate(int index, String answerId, AnswerTools tools) {
        this.index = index;
        this.answerId = answerId;
        this.tools = tools;
    }

    boolean isFinished() {
        return !finish.isEmpty();
    }

    void add(Json candidate, ChunkWriter chunks, Consumer<Event> out) {
        for (Json part : candidate.get("content").get("parts").elements()) {
            addPart(part, chunks, out);
        }
        Json logprobs = Logprobs.of(candidate.get("logprobsResult"));
        if (logprobs.isObject()) {
            begin(false, chunks, out);
            out.accept(chunks.choice(Json.object()
                    .put("index", index)
                    .put("delta", Json.object().build())
                    .put("logprobs", logprobs)
                    .put("finish_reason", Json.NULL)
                    .build()));
        }
        grounding = candidate.get("groundingMetadata").isObject() ? candidate.get("groundingMetadata") : grounding;
        citations = candidate.get("citationMetadata").isObject() ? candidate.get("citationMetadata") : citations;
        finish = text(candidate.get("finishReason"), finish);
        finishMessage = text(candidate.get("finishMessage"), finishMessage);
    }

    /** What can only be said at the end: Gemini may name a reason, and then say more. */
    void end(ChunkWriter chunks, Consumer<Event> out) {
        if (FinishReason.isFailure(finish) && !said) {
            out.accept(Event.of(failure().json().toBytes()));
            return;
        }
        begin(false, chunks, out);
        List<Json> annotations = Sources.annotations(grounding, citations, text);
        if (!annotations.isEmpty()) {
            delta("annotations", Json.array(annotations), chunks, out);
        }
        if (FinishReason.isFailure(finish)) {
            out.accept(chunks.choice(Json.object()
                    .put("index", index)
                    .put("delta", Json.object().build())
                    .put("finish_reason", "stop")
                    .put("error", failure().json().get("error")) // so that what it did say is shown, and not kept
                    .build()));
            return;
        }
        String reason = FinishReason.of(finish, calls > 0, said);
        out.accept(chunks.finish(index, tools.isLegacy() && reason.equals("tool_calls") ? "function_call" : reason));
    }

    private ApiError failure() {
        String message = "Gemini failed: " + finish + (finishMessage.isEmpty() ? "" : ": " + finishMessage);
        return ApiError.of(message, "server_error", null, "failed_generation");
    }

    private void addPart(Json part, ChunkWriter chunks, Consumer<Event> out) {
        Json words = part.get("text");
        if (words.isString() && !words.textEquals("")) {
            boolean isThought = part.get("thought").equals(Json.TRUE);
            begin(!isThought, chunks, out);
            said = true;
            if (!isThought) {
                text.add(words);
            }
            out.accept(chunks.text(index, isThought ? "reasoning_content" : "content", words));
        } else if (part.get("functionCall").isObject()) {
            begin(false, chunks, out);
            said = true;
            addCall(part, chunks, out);
        } else if (part.get("inlineData").get("data").isString()) {
            begin(false, chunks, out);
            said = true;
            delta("images", Json.array(List.of(image(part.get("inlineData")))), chunks, out);
        }
    }

    private void addCall(Json part, ChunkWriter chunks, Consumer<Event> out) {
        Json called = part.get("functionCall");
        String id = text(called.get("id"), "call_" + answerId + "_" + index + "_" + calls);
        Json call = tools.call(Json.of(id), called.require("name").asString(), called.get("args"));
        if (tools.isLegacy()) {
            if (calls == 0) {
                delta("function_call", call.get("function"), chunks, out);
            }
        } else {
            ObjectBuilder numbered = Json.object().put("index", calls);
            call.members().forEach(member -> numbered.put(member.name(), member.value()));
            if (part.get("thoughtSignature").isString()) {
                Json google = Json.object()
                        .put("thought_signature", part.get("thoughtSignature"))
                        .build();
                numbered.put(
                        "extra_content", Json.object().put("google", google).build());
            }
            delta("tool_calls", Json.array(List.of(numbered.build())), chunks, out);
        }
        calls++;
    }

    private static Json image(Json data) {
        String url = "data:" + text(data.get("mimeType"), "") + ";base64,"
                + data.get("data").asString();
        return Json.object()
                .put("type", "image_url")
                .put("image_url", Json.object().put("url", url).build())
                .build();
    }

    private void begin(boolean withText, ChunkWriter chunks, Consumer<Event> out) {
        if (!begun) {
            begun = true;
            Json role = Json.object()
                    .put("role", "assistant")
                    .put("content", withText ? Json.of("") : Json.NULL)
                    .put("refusal", Json.NULL)
                    .build();
            out.accept(chunks.delta(index, role.toBytes()));
        }
    }

    private void delta(String member, Json value, ChunkWriter chunks, Consumer<Event> out) {
        out.accept(chunks.delta(index, Json.object().put(member, value).toBytes()));
    }

    private static String text(Json value, String otherwise) {
        return value.isString() ? value.asString() : otherwise;
    }
}

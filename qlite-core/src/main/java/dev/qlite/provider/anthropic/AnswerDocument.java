package dev.qlite.provider.anthropic;

import dev.qlite.chat.Usage;
import dev.qlite.json.JoinedString;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.json.JsonWriter;
import dev.qlite.pipeline.Call;
import java.util.ArrayList;
import java.util.List;

/** A whole answer of Claude's as OpenAI's document. What {@link AnthropicDecoder} streams folds to the same. Not thread-safe. */
final class AnswerDocument {
    private final Json answer;
    private final Call call;
    private final AskedTools asked;
    private final JoinedString text = new JoinedString();
    private final JoinedString reasoning = new JoinedString();
    private final List<Json> thoughts = new ArrayList<>();
    private final List<Json> annotations = new ArrayList<>();
    private final List<Json> toolCalls = new ArrayList<>();
    private int textLength;

    AnswerDocument(Json answer, Call call, AskedTools asked) {
        this.answer = answer;
        this.call = call;
        this.asked = asked;
    }

    /** @throws JsonException if it is no answer */
    Json toJson() {
        Json content = answer.require("content");
        if (!content.isArray()) {
            throw JsonException.of("content", "no array");
        }
        for (Json block : content.elements()) {
            add(block);
        }
        JsonWriter out = new JsonWriter().beginObject();
        out.name("id").value(answer.require("id"));
        out.name("object").value("chat.completion");
        out.name("created").value(call.arrival().getEpochSecond());
        out.name("model").value(answer.require("model"));
        out.name("choices").beginArray().beginObject().name("index").value(0).name("message");
        writeMessage(out, content.get(0).get("type").textEquals("text"));
        String finish = StopReason.finish(answer.get("stop_reason"), asked);
        out.name("logprobs").nullValue();
        out.name("finish_reason").value(finish == null ? Json.NULL : Json.of(finish));
        out.endObject().endArray();
        Usage usage = AnthropicUsage.of(answer.get("usage"));
        if (usage != null) {
            out.name("usage").value(usage.json());
        }
        return out.endObject().toJson();
    }

    private void add(Json block) {
        Json type = block.get("type");
        switch (type.isString() ? type.asString() : "") {
            case "text" -> addText(block);
            case "thinking" -> {
                reasoning.add(block.require("thinking"));
                thoughts.add(block);
            }
            case "redacted_thinking" -> thoughts.add(block);
            case "tool_use" -> {
                if (asked.answerTool()) {
                    text.add(Json.of(block.get("input").toString()));
                } else {
                    toolCalls.add(asked.tools()
                            .call(block.require("id"), block.require("name").asString(), block.get("input")));
                }
            }
            default -> {} // the provider's own tools, and what is new: not for a client of OpenAI's
        }
    }

    private void addText(Json block) {
        Json said = block.require("text");
        text.add(said);
        int from = textLength;
        textLength += Citations.length(said);
        if (block.get("citations").isArray()) {
            annotations.addAll(Citations.annotations(block.get("citations").elements(), from, textLength));
        }
    }

    private void writeMessage(JsonWriter out, boolean beginsWithText) {
        out.beginObject().name("role").value("assistant");
        out.name("content").value(text.isEmpty() && !beginsWithText ? Json.NULL : text.toJson());
        out.name("refusal").value(StopReason.refusal(answer));
        if (!reasoning.isEmpty()) {
            out.name("reasoning_content").value(reasoning.toJson());
        }
        write(out, "thinking_blocks", thoughts);
        write(out, "annotations", annotations);
        if (asked.tools().isLegacy() && !toolCalls.isEmpty()) {
            out.name("function_call").value(toolCalls.get(0).get("function"));
        } else {
            write(out, "tool_calls", toolCalls);
        }
        out.endObject();
    }

    private static void write(JsonWriter out, String name, List<Json> elements) {
        if (!elements.isEmpty()) {
            out.name(name).beginArray();
            elements.forEach(out::value);
            out.endArray();
        }
    }
}

package dev.qlite.provider.google;

import dev.qlite.chat.ApiError;
import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Event;
import dev.qlite.provider.AnswerTools;
import dev.qlite.provider.ChunkWriter;
import dev.qlite.provider.StreamDecoder;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gemini's events, each an answer of new parts, as OpenAI's chunks. No event ends them: the last word on why it stopped,
 * and the count of tokens, are those of the end.
 */
final class GoogleDecoder implements StreamDecoder {
    private final Call call;
    private final AnswerTools tools;
    private final Map<Integer, Candidate> candidates = new TreeMap<>();
    private @Nullable ChunkWriter chunks;
    private Json usage = Json.MISSING;
    private Json blocked = Json.MISSING;

    GoogleDecoder(Call call) {
        this.call = call;
        this.tools = AnswerTools.of(call.body(), Declarations.NAMES);
    }

    @Override
    public void decode(byte[] data, Consumer<Event> out) {
        if (data.length > 0) {
            decode(Json.parse(data), out);
        }
    }

    void decode(Json answer, Consumer<Event> out) {
        ApiError error = GoogleErrors.of(answer);
        if (error != null) {
            out.accept(Event.of(error.json().toBytes()));
            return;
        }
        if (!answer.isObject()) {
            throw JsonException.of("", "no object");
        }
        ChunkWriter writer = chunks(answer);
        usage = answer.get("usageMetadata").isObject() ? answer.get("usageMetadata") : usage;
        Json reason = answer.get("promptFeedback").get("blockReason");
        blocked = reason.isString() ? reason : blocked;
        for (Json candidate : answer.get("candidates").elements()) {
            Json index = candidate.get("index");
            candidates
                    .computeIfAbsent(
                            index.isNumber() ? index.asInt() : 0, each -> new Candidate(each, id(answer), tools))
                    .add(candidate, writer, out);
        }
    }

    @Override
    public boolean ended() {
        return false;
    }

    @Override
    public boolean mayEnd() {
        return candidates.isEmpty()
                ? blocked.isString()
                : candidates.values().stream().allMatch(Candidate::isFinished);
    }

    /** @throws JsonException if nothing was answered, and nothing said of why */
    @Override
    public void end(Consumer<Event> out) {
        ChunkWriter writer = chunks;
        if (writer == null || !mayEnd()) {
            throw JsonException.of("candidates", "none that is finished, and no word of why");
        }
        if (candidates.isEmpty()) {
            Json refusal = Json.object()
                    .put("role", "assistant")
                    .put("content", Json.NULL)
                    .put("refusal", blocked)
                    .build();
            out.accept(writer.delta(0, refusal.toBytes()));
            out.accept(writer.finish(0, "content_filter"));
        }
        candidates.values().forEach(candidate -> candidate.end(writer, out));
        Usage counted = GoogleUsage.of(usage);
        if (counted != null) {
            out.accept(writer.usage(counted));
        }
    }

    private ChunkWriter chunks(Json answer) {
        ChunkWriter known = chunks;
        if (known == null) {
            Json model = answer.get("modelVersion");
            known = new ChunkWriter(
                    id(answer), call.arrival().getEpochSecond(), model.isString() ? model.asString() : call.model());
            chunks = known;
        }
        return known;
    }

    private String id(Json answer) {
        Json id = answer.get("responseId");
        return id.isString() ? id.asString() : "chatcmpl-" + call.requestId();
    }
}

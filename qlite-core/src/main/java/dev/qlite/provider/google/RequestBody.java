package dev.qlite.provider.google;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.json.JsonWriter;
import dev.qlite.pipeline.Call;
import dev.qlite.provider.Unsupported;
import java.util.Map;
import java.util.Set;

/** A chat request as Gemini takes it. Not thread-safe. */
final class RequestBody {
    /** What is translated, or says nothing to a model. */
    private static final Set<String> TAKEN = Set.of(
            "model",
            "messages",
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "top_k",
            "stop",
            "n",
            "seed",
            "presence_penalty",
            "frequency_penalty",
            "logprobs",
            "top_logprobs",
            "stream",
            "stream_options",
            "tools",
            "tool_choice",
            "functions",
            "function_call",
            "parallel_tool_calls",
            "response_format",
            "reasoning_effort",
            "modalities",
            "service_tier",
            "web_search_options");

    private static final Map<String, String> TIERS =
            Map.of("default", "standard", "flex", "flex", "priority", "priority");

    private final Json body;
    private final boolean stream;
    private final GeminiModel model;
    private final Unsupported unsupported;
    private final JsonWriter out = new JsonWriter();

    RequestBody(Call call, GeminiModel model, Unsupported unsupported) {
        this.body = call.body();
        this.stream = call.stream();
        this.model = model;
        this.unsupported = unsupported;
    }

    /**
     * The native request.
     *
     * @throws InvalidRequestException if it asks for what the provider cannot do
     */
    byte[] toBytes() {
        out.beginObject();
        new Contents(body, model, unsupported).writeTo(out);
        new Declarations(body, unsupported).writeTo(out);
        out.name("generationConfig").beginObject();
        writeLimits();
        writeSampling();
        writeLogprobs();
        writeForm();
        Thinking.write(body, model, unsupported, out);
        out.endObject();
        writeServiceTier();
        out.endObject();
        unsupported.dropAllBut(TAKEN, body);
        return out.toBytes();
    }

    private void writeLimits() {
        String name = isSaid(body.get("max_completion_tokens")) ? "max_completion_tokens" : "max_tokens";
        Json tokens = body.get(name);
        if (isSaid(tokens) && !tokens.isNumber()) {
            throw InvalidRequestException.field(name, "no number (expected: how many tokens the answer may have)");
        }
        copy(name, "maxOutputTokens");
        Json stop = body.get("stop");
        if (stop.isString()) {
            out.name("stopSequences").beginArray().value(stop).endArray();
        } else if (stop.size() > 0) {
            out.name("stopSequences").value(stop);
        }
        Json n = body.get("n");
        if (n.isNumber() && n.asDouble() != 1) {
            if (stream) {
                throw unsupported.refusal("n", "streams one answer only");
            }
            out.name("candidateCount").value(n);
        }
    }

    private void writeSampling() {
        copy("temperature", "temperature");
        copy("top_p", "topP");
        copy("top_k", "topK");
        copy("seed", "seed");
        copy("presence_penalty", "presencePenalty");
        copy("frequency_penalty", "frequencyPenalty");
    }

    private void writeLogprobs() {
        if (body.get("logprobs").equals(Json.TRUE)) {
            out.name("responseLogprobs").value(true);
            if (body.get("top_logprobs").isNumber() && body.get("top_logprobs").asDouble() > 0) {
                out.name("logprobs").value(body.get("top_logprobs"));
            }
        }
    }

    private void writeForm() {
        for (Json modality : body.get("modalities").elements()) {
            if (!modality.textEquals("text")) {
                throw unsupported.refusal("modalities", "answers in text only");
            }
        }
        Json format = body.get("response_format");
        boolean hasSchema = format.get("type").textEquals("json_schema");
        if (hasSchema || format.get("type").textEquals("json_object")) {
            out.name("responseMimeType").value("application/json");
        }
        Json schema = format.get("json_schema").get("schema");
        if (hasSchema && schema.isObject()) {
            out.name("responseJsonSchema").value(ResponseSchema.of(schema));
        }
    }

    private void writeServiceTier() {
        Json tier = body.get("service_tier");
        String name = tier.isString() ? TIERS.get(tier.asString()) : null;
        if (name != null) {
            out.name("serviceTier").value(name);
        } else if (isSaid(tier) && !tier.textEquals("auto")) {
            unsupported.drop("service_tier");
        }
    }

    private void copy(String name, String as) {
        Json value = body.get(name);
        if (isSaid(value)) {
            out.name(as).value(value);
        }
    }

    private static boolean isSaid(Json value) {
        return !value.isMissing() && !value.isNull();
    }
}

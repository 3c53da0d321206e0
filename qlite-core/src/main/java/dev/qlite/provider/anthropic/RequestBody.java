package dev.qlite.provider.anthropic;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.json.JsonWriter;
import dev.qlite.pipeline.Call;
import dev.qlite.provider.Unsupported;
import java.util.List;
import java.util.Set;

/** A chat request as Anthropic takes it. Not thread-safe. */
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
            "stream",
            "stream_options",
            "tools",
            "tool_choice",
            "functions",
            "function_call",
            "parallel_tool_calls",
            "response_format",
            "reasoning_effort",
            "user",
            "safety_identifier",
            "service_tier",
            "web_search_options",
            "cache_control");

    private final Json body;
    private final boolean stream;
    private final ClaudeModel model;
    private final Unsupported unsupported;
    private final JsonWriter out = new JsonWriter();

    RequestBody(Call call, ClaudeModel model, Unsupported unsupported) {
        this.body = call.body();
        this.stream = call.stream();
        this.model = model;
        this.unsupported = unsupported;
    }

    /** Whether a request names files that lie at Anthropic's. */
    static boolean usesFiles(Json body) {
        for (Json message : body.get("messages").elements()) {
            Json content = message.get("content");
            for (Json part : content.isArray() ? content.elements() : Json.MISSING.elements()) {
                if (part.get("file").get("file_id").isString()) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The native request.
     *
     * @throws InvalidRequestException if it asks for what the provider cannot do
     */
    byte[] toBytes() {
        refuseWhatWouldBeWrong();
        Tools tools = new Tools(body, model, unsupported);
        Thinking thinking = Thinking.of(body, model, tools.forced(), unsupported);
        Conversation conversation = new Conversation(body, model, unsupported);
        out.beginObject();
        out.name("model").value(model.name());
        out.name("max_tokens").value(thinking.withBudget(model.maxTokens(maxTokens()), model));
        conversation.writeTo(out, tools.hint());
        tools.writeTo(out);
        thinking.writeTo(out, tools.outputFormat());
        writeSampling(thinking);
        writeStop();
        writeMetadata();
        writeServiceTier();
        copy("cache_control");
        if (stream) {
            out.name("stream").value(true);
        }
        out.endObject();
        unsupported.dropAllBut(TAKEN, body);
        return out.toBytes();
    }

    private void refuseWhatWouldBeWrong() {
        Json n = body.get("n");
        if (n.isNumber() && n.asDouble() != 1) {
            throw unsupported.refusal("n", "gives one answer only");
        }
        if (body.get("logprobs").equals(Json.TRUE) || isMoreThanZero(body.get("top_logprobs"))) {
            throw unsupported.refusal("logprobs", "not given");
        }
        for (Json modality : body.get("modalities").elements()) {
            if (!modality.textEquals("text")) {
                throw unsupported.refusal("modalities", "answers in text only");
            }
        }
    }

    private Json maxTokens() {
        String name = isSaid(body.get("max_completion_tokens")) ? "max_completion_tokens" : "max_tokens";
        Json tokens = body.get(name);
        if (isSaid(tokens) && !tokens.isNumber()) {
            throw InvalidRequestException.field(name, "no number (expected: how many tokens the answer may have)");
        }
        return tokens;
    }

    private void writeSampling(Thinking thinking) {
        Json temperature = body.get("temperature");
        boolean takes = model.takesTemperature() && !thinking.isOn();
        if (temperature.isNumber() && takes) {
            if (temperature.asDouble() > 1) {
                out.name("temperature").value(1);
            } else {
                out.name("temperature").value(temperature);
            }
        } else if (temperature.isNumber() && temperature.asDouble() != 1) {
            unsupported.drop("temperature");
        }
        Json topP = body.get("top_p");
        if (topP.isNumber() && takes && (model.takesBoth() || !temperature.isNumber())) {
            out.name("top_p").value(topP);
        } else if (topP.isNumber() && topP.asDouble() != 1) {
            unsupported.drop("top_p");
        }
        if (isSaid(body.get("top_k"))) {
            if (takes) {
                copy("top_k");
            } else {
                unsupported.drop("top_k");
            }
        }
    }

    /** A sequence of white space alone is refused there. */
    private void writeStop() {
        Json stop = body.get("stop");
        if (stop.isString()) {
            stop = Json.array(List.of(stop));
        }
        boolean begun = false;
        for (Json each : stop.isArray() ? stop.elements() : Json.MISSING.elements()) {
            if (each.isString() && each.asString().isBlank()) {
                unsupported.drop("stop");
                continue;
            }
            if (!begun) {
                out.name("stop_sequences").beginArray();
                begun = true;
            }
            out.value(each);
        }
        if (begun) {
            out.endArray();
        }
    }

    private void writeMetadata() {
        Json user = body.get("safety_identifier").isString() ? body.get("safety_identifier") : body.get("user");
        if (user.isString()) {
            out.name("metadata").beginObject().name("user_id").value(user).endObject();
        }
    }

    private void writeServiceTier() {
        Json tier = body.get("service_tier");
        String name = tier.textEquals("auto") ? "auto" : tier.textEquals("default") ? "standard_only" : null;
        if (name != null) {
            out.name("service_tier").value(name);
        } else if (isSaid(tier)) {
            unsupported.drop("service_tier");
        }
    }

    private void copy(String name) {
        Json value = body.get(name);
        if (isSaid(value)) {
            out.name(name).value(value);
        }
    }

    private static boolean isSaid(Json value) {
        return !value.isMissing() && !value.isNull();
    }

    private static boolean isMoreThanZero(Json number) {
        return number.isNumber() && number.asDouble() > 0;
    }
}

package dev.qlite.provider.anthropic;

import dev.qlite.json.Json;
import dev.qlite.json.JsonWriter;
import dev.qlite.provider.Unsupported;
import org.jspecify.annotations.Nullable;

/**
 * How much a model is to think: OpenAI's {@code reasoning_effort} as a budget, or as an effort where the model judges for
 * itself. Immutable.
 *
 * @param mode the value of {@code thinking.type}; null to leave it to the model
 * @param effort the value of {@code output_config.effort}; null to leave it to the model
 * @param budget in tokens, beside those of the answer; 0 without one
 */
record Thinking(@Nullable String mode, @Nullable String effort, int budget) {
    private static final Thinking UNSAID = new Thinking(null, null, 0);

    /**
     * What a request asks for.
     *
     * @param forced whether a tool must be called: beside that a budget is refused
     */
    static Thinking of(Json body, ClaudeModel model, boolean forced, Unsupported unsupported) {
        Json asked = body.get("reasoning_effort");
        if (!asked.isString()) {
            return UNSAID;
        }
        String effort = asked.asString();
        return switch (model.thinking()) {
            case NONE -> effort.equals("none") ? UNSAID : dropped(unsupported);
            case BUDGET ->
                effort.equals("none")
                        ? UNSAID
                        : forced || hasLostThoughts(body) ? dropped(unsupported) : ofBudget(effort, model);
            case ADAPTIVE -> effort.equals("none") ? off(model, unsupported) : ofEffort(effort, model);
        };
    }

    /** Whether it thinks because it was asked to. */
    boolean isOn() {
        return mode != null && !mode.equals("disabled");
    }

    /** The most tokens of an answer with those of its thoughts; as many as the model has. */
    int withBudget(int maxTokens, ClaudeModel model) {
        return budget == 0 ? maxTokens : Math.min(maxTokens + budget, Math.max(model.maxOutput(), budget + 1));
    }

    /** @param format what the answer must look like; missing where it may be any */
    void writeTo(JsonWriter out, Json format) {
        if (mode != null) {
            out.name("thinking").beginObject().name("type").value(mode);
            if (budget > 0) {
                out.name("budget_tokens").value(budget);
            } else if (isOn()) {
                out.name("display").value("summarized"); // else newer models keep their thoughts to themselves
            }
            out.endObject();
        }
        if (effort != null || !format.isMissing()) {
            out.name("output_config").beginObject();
            if (effort != null) {
                out.name("effort").value(effort);
            }
            if (!format.isMissing()) {
                out.name("format").value(format);
            }
            out.endObject();
        }
    }

    /** Whether a turn goes on whose calls have come back without the thoughts that led to them: with a budget that is refused. */
    private static boolean hasLostThoughts(Json body) {
        Json messages = body.get("messages");
        int last = messages.size() - 1;
        int at = last;
        while (at >= 0 && messages.get(at).get("role").textEquals("tool")) {
            at--;
        }
        return at >= 0 && at < last && messages.get(at).get("thinking_blocks").size() == 0;
    }

    private static Thinking dropped(Unsupported unsupported) {
        unsupported.drop("reasoning_effort");
        return UNSAID;
    }

    private static Thinking off(ClaudeModel model, Unsupported unsupported) {
        if (!model.thinksByDefault()) {
            return UNSAID;
        }
        if (model.canStopThinking()) {
            return new Thinking("disabled", null, 0);
        }
        unsupported.drop("reasoning_effort");
        return new Thinking(null, "low", 0);
    }

    private static Thinking ofBudget(String effort, ClaudeModel model) {
        int budget = switch (effort) {
            case "minimal", "low" -> 1_024;
            case "medium" -> 4_096;
            case "high" -> 16_384;
            default -> 32_768;
        };
        return new Thinking("enabled", null, Math.min(budget, model.maxOutput() / 2));
    }

    private static Thinking ofEffort(String effort, ClaudeModel model) {
        String taken = switch (effort) {
            case "minimal" -> "low";
            case "xhigh" -> model.takesXhighEffort() ? "xhigh" : "max";
            default -> effort;
        };
        return new Thinking("adaptive", taken, 0);
    }
}

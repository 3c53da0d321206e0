package dev.qlite.provider.anthropic;

import dev.qlite.json.Json;
import dev.qlite.provider.Capabilities;

/** What one model takes, as the table of capabilities says. Immutable. */
final class ClaudeModel {
    private final String name;
    private final Capabilities capabilities;
    private final int defaultMaxTokens;

    /** @param defaultMaxTokens as configured, or 0 */
    ClaudeModel(String name, Capabilities capabilities, int defaultMaxTokens) {
        this.name = name;
        this.capabilities = capabilities;
        this.defaultMaxTokens = defaultMaxTokens;
    }

    /** How a model thinks: not at all, with a budget in tokens, or as much as it finds right. */
    enum Thinking {
        NONE,
        BUDGET,
        ADAPTIVE
    }

    String name() {
        return name;
    }

    Thinking thinking() {
        return switch (capabilities.word(name, "thinking")) {
            case "none" -> Thinking.NONE;
            case "budget" -> Thinking.BUDGET;
            default -> Thinking.ADAPTIVE;
        };
    }

    /** Whether it thinks where a request says nothing of it. */
    boolean thinksByDefault() {
        return has("thinks_by_default");
    }

    boolean canStopThinking() {
        return has("thinking_off");
    }

    boolean takesXhighEffort() {
        return has("xhigh_effort");
    }

    boolean takesTemperature() {
        return !capabilities.word(name, "sampling").equals("none");
    }

    /** Whether it takes {@code temperature} and {@code top_p} at once. */
    boolean takesBoth() {
        return capabilities.word(name, "sampling").equals("both");
    }

    /** Whether it can be made to call a tool. */
    boolean takesForcedTools() {
        return has("forced_tools");
    }

    /** Whether an answer's JSON schema can be given, and strict tools. */
    boolean takesSchema() {
        return has("structured_output");
    }

    /** Whether the last message may be the beginning of the answer. */
    boolean takesPrefill() {
        return has("prefill");
    }

    /** Whether a system message may stand within the conversation. */
    boolean takesSystemBetween() {
        return has("system_between");
    }

    /** The most tokens for an answer to a request: what it says, the configuration, or the table. */
    int maxTokens(Json asked) {
        if (!asked.isNumber()) {
            return defaultMaxTokens > 0 ? defaultMaxTokens : capabilities.number(name, "default_max_tokens");
        }
        return (int) Math.min(asked.asDouble(), maxOutput());
    }

    int maxOutput() {
        return capabilities.number(name, "max_output");
    }

    private boolean has(String capability) {
        return capabilities.has(name, capability);
    }
}

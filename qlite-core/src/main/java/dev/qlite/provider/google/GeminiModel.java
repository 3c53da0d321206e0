package dev.qlite.provider.google;

import dev.qlite.provider.Capabilities;

/** What one model takes, as the table of capabilities says. Immutable. */
record GeminiModel(String name, Capabilities capabilities) {
    /** How a model is told to think: not at all, with a budget in tokens, or by a level. */
    enum Thinking {
        NONE,
        BUDGET,
        LEVEL
    }

    Thinking thinking() {
        return switch (capabilities.word(name, "thinking")) {
            case "none" -> Thinking.NONE;
            case "budget" -> Thinking.BUDGET;
            default -> Thinking.LEVEL;
        };
    }

    /** The smallest budget; 0 where thinking can be stopped. */
    int leastBudget() {
        return capabilities.number(name, "least_budget");
    }

    String lowestLevel() {
        return capabilities.word(name, "lowest_level");
    }

    boolean takesMediumLevel() {
        return capabilities.has(name, "medium_level");
    }

    /** Whether a call of an earlier turn must carry the signature that it came with. */
    boolean wantsSignatures() {
        return capabilities.has(name, "signatures");
    }

    boolean takesSystemInstruction() {
        return capabilities.has(name, "system_instruction");
    }
}

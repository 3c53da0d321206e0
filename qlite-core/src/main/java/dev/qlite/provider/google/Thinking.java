package dev.qlite.provider.google;

import dev.qlite.json.Json;
import dev.qlite.json.JsonWriter;
import dev.qlite.provider.Unsupported;

/** How much a model is to think: OpenAI's {@code reasoning_effort} as a budget in tokens, or as a level. Stateless. */
final class Thinking {
    private Thinking() {}

    static void write(Json body, GeminiModel model, Unsupported unsupported, JsonWriter out) {
        Json asked = body.get("reasoning_effort");
        if (!asked.isString()) {
            return;
        }
        String effort = asked.asString();
        boolean off = effort.equals("none");
        switch (model.thinking()) {
            case NONE -> {
                if (!off) {
                    unsupported.drop("reasoning_effort");
                }
            }
            case BUDGET -> {
                if (off && model.leastBudget() > 0) {
                    unsupported.drop("reasoning_effort");
                }
                int budget = Math.max(budget(effort), model.leastBudget());
                out.name("thinkingConfig").beginObject().name("thinkingBudget").value(budget);
                end(off, out);
            }
            case LEVEL -> {
                if (off) {
                    unsupported.drop("reasoning_effort"); // the least is not nothing
                }
                out.name("thinkingConfig").beginObject().name("thinkingLevel").value(level(effort, model));
                end(off, out);
            }
        }
    }

    /** Who asks for thoughts wants to see them. */
    private static void end(boolean off, JsonWriter out) {
        if (!off) {
            out.name("includeThoughts").value(true);
        }
        out.endObject();
    }

    private static int budget(String effort) {
        return switch (effort) {
            case "none" -> 0;
            case "minimal" -> 512;
            case "low" -> 1_024;
            case "medium" -> 8_192;
            default -> 24_576;
        };
    }

    private static String level(String effort, GeminiModel model) {
        return switch (effort) {
            case "none", "minimal" -> model.lowestLevel();
            case "low" -> "low";
            case "medium" -> model.takesMediumLevel() ? "medium" : "high";
            default -> "high";
        };
    }
}

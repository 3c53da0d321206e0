package dev.qlite.cost;

import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;

/** The counts of a usage that may have prices of their own. Immutable. */
record Tokens(
        long prompt,
        long completion,
        long cached,
        long cacheWrite,
        long cacheWriteHour,
        long reasoning,
        long audioInput,
        long audioOutput,
        long imageInput,
        long imageOutput) {

    static Tokens of(Usage usage) {
        Json in = usage.json().get("prompt_tokens_details");
        Json out = usage.json().get("completion_tokens_details");
        long hour = count(in.get("cache_write_1h_tokens"));
        return new Tokens(
                usage.promptTokens(),
                usage.completionTokens(),
                usage.cachedTokens(),
                Math.max(0, count(in.get("cache_write_tokens")) - hour),
                hour,
                usage.reasoningTokens(),
                count(in.get("audio_tokens")),
                count(out.get("audio_tokens")),
                count(in.get("image_tokens")),
                count(out.get("image_tokens")));
    }

    /** How many are certainly of that kind; of plain input and output, the rest of them, nobody asks. */
    long of(Kind kind) {
        return switch (kind) {
            case CACHED -> cached;
            case CACHE_WRITE -> cacheWrite;
            case CACHE_WRITE_1H -> cacheWriteHour;
            case REASONING -> reasoning;
            case AUDIO_INPUT -> audioInput;
            case AUDIO_OUTPUT -> audioOutput;
            case IMAGE_INPUT -> imageInput;
            case IMAGE_OUTPUT -> imageOutput;
            case INPUT, OUTPUT, REQUEST -> 0;
        };
    }

    boolean isInput(Kind kind) {
        return switch (kind) {
            case OUTPUT, REASONING, AUDIO_OUTPUT, IMAGE_OUTPUT -> false;
            default -> true;
        };
    }

    private static long count(Json number) {
        try {
            return number.isNumber() ? Math.max(0, number.asLong()) : 0;
        } catch (JsonException e) {
            return 0; // no whole number: no count
        }
    }
}

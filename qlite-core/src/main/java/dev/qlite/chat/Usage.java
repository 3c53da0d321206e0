package dev.qlite.chat;

import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.json.ObjectBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that an answer took, as reported, or as estimated where nobody has reported them. Immutable.
 *
 * <p>OpenAI's meaning: {@link #promptTokens} includes cached ones, {@link #completionTokens} includes reasoning. A
 * count that was not reported, or is no whole number, is 0.
 */
public final class Usage {
    private final Json json;
    private final Json document;

    private Usage(Json json, Json document) {
        this.json = json;
        this.document = document;
    }

    /** The usage in a document or chunk, or null where its {@code usage} is no object. */
    public static @Nullable Usage in(Json document) {
        Json usage = document.get("usage");
        return usage.isObject() ? new Usage(usage, document) : null;
    }

    /** A usage of two counts. */
    public static Usage of(long promptTokens, long completionTokens) {
        return new Usage(counts(promptTokens, completionTokens).build(), Json.MISSING);
    }

    /** Two counts that nobody has reported; the object says so in a member {@code estimated}. */
    public static Usage estimate(long promptTokens, long completionTokens) {
        Json json =
                counts(promptTokens, completionTokens).put("estimated", true).build();
        return new Usage(json, Json.MISSING);
    }

    private static ObjectBuilder counts(long promptTokens, long completionTokens) {
        return Json.object()
                .put("prompt_tokens", promptTokens)
                .put("completion_tokens", completionTokens)
                .put("total_tokens", promptTokens + completionTokens);
    }

    /** The object as it came. */
    public Json json() {
        return json;
    }

    public long promptTokens() {
        return count(json.get("prompt_tokens"));
    }

    public long completionTokens() {
        return count(json.get("completion_tokens"));
    }

    /** The total as reported, else the sum of prompt and completion. */
    public long totalTokens() {
        Json total = json.get("total_tokens");
        return total.isNumber() ? count(total) : promptTokens() + completionTokens();
    }

    /** Whether qlite has counted them, for the provider has not. */
    public boolean isEstimate() {
        return json.get("estimated").isTrue();
    }

    /** Prompt tokens that the provider had cached. */
    public long cachedTokens() {
        return count(json.get("prompt_tokens_details").get("cached_tokens"));
    }

    /** Completion tokens that were spent on reasoning. */
    public long reasoningTokens() {
        return count(json.get("completion_tokens_details").get("reasoning_tokens"));
    }

    /** The {@code service_tier} that served, as the document or its usage says; empty where neither does. */
    public String serviceTier() {
        Json tier = document.get("service_tier");
        Json own = tier.isString() ? tier : json.get("service_tier");
        return own.isString() ? own.asString() : "";
    }

    @Override
    public String toString() {
        return json.toString();
    }

    private static long count(Json number) {
        if (!number.isNumber()) {
            return 0;
        }
        try {
            long value = number.asLong();
            return value >= 0 && value < 1L << 53 ? value : 0;
        } catch (JsonException e) {
            return 0; // no whole number: no count
        }
    }
}

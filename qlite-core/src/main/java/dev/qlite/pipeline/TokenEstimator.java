package dev.qlite.pipeline;

import dev.qlite.chat.ChatRequest;
import dev.qlite.json.Json;

/** Says how many tokens a text has, about, where its provider does not. Thread-safe. */
public interface TokenEstimator {
    /**
     * The tokens of what is asked.
     *
     * @param model what the provider calls it
     */
    long promptTokens(ChatRequest request, String model);

    /**
     * The tokens of an answer.
     *
     * @param completion a document, or what there is of one
     * @param model what the provider calls it
     */
    long completionTokens(Json completion, String model);
}

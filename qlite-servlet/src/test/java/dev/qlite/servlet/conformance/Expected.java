package dev.qlite.servlet.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qlite.servlet.conformance.Facts.Fact;
import java.util.Map;

/** What an application must get of a recorded answer. */
sealed interface Expected {
    /**
     * An answer.
     *
     * @param facts what it says
     * @param whole the provider's own document; that of a stream put together
     * @param storable whether the next to ask may get it from the cache
     */
    record Served(Map<String, Fact> facts, JsonNode whole, boolean storable) implements Expected {}

    /**
     * An error.
     *
     * @param status the provider's; 200 if it came within a stream
     * @param message what the provider says went wrong
     */
    record Failed(int status, String message) implements Expected {}
}

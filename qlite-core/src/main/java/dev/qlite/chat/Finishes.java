package dev.qlite.chat;

import dev.qlite.json.Json;
import java.util.BitSet;

/** Which choices of a streamed answer have begun, and which have a finish reason. Not thread-safe. */
public final class Finishes {
    private static final int MOST_CHOICES = 1 << 16;

    private final BitSet begun = new BitSet();
    private final BitSet finished = new BitSet();

    /** Takes the next chunk into account. */
    public void add(ChatCompletionChunk chunk) {
        for (Json choice : chunk.json().get("choices").elements()) {
            Json number = choice.get("index");
            int index = number.isNumber() ? (int) number.asDouble() : 0;
            if (index < 0 || index >= MOST_CHOICES) {
                continue;
            }
            begun.set(index);
            Json reason = choice.get("finish_reason");
            if (reason.isString() && !reason.textEquals("")) {
                finished.set(index);
            }
        }
    }

    /** Whether there was a choice, and each has a finish reason. */
    public boolean all() {
        return !begun.isEmpty() && begun.equals(finished);
    }
}

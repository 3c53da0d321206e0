package dev.qlite.pipeline;

import dev.qlite.chat.ChatCompletionChunk;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import org.jspecify.annotations.Nullable;

/**
 * One event of a streamed answer: the bytes of its data, as they came. Framing is qlite's own, and {@code [DONE]} is
 * the end of the stream, not an event. Immutable: whoever has the bytes must not change them.
 */
public final class Event {
    /** No event was there in time; ask again. */
    public static final Event NOT_YET = new Event(new byte[0], null);

    private final byte[] data;
    private @Nullable ChatCompletionChunk chunk; // the same whichever thread parses it; its fields are final

    private Event(byte[] data, @Nullable ChatCompletionChunk chunk) {
        this.data = data;
        this.chunk = chunk;
    }

    /** An event of this data, which is not copied, and not to be changed any more. */
    public static Event of(byte[] data) {
        return new Event(data, null);
    }

    public static Event of(ChatCompletionChunk chunk) {
        return new Event(chunk.json().toBytes(), chunk);
    }

    /** The bytes; not to be changed. */
    public byte[] data() {
        return data;
    }

    /**
     * The data as a piece of a chat answer, parsed at the first call.
     *
     * @throws JsonException if it is no JSON
     */
    public ChatCompletionChunk chunk() {
        ChatCompletionChunk parsed = chunk;
        if (parsed == null) {
            parsed = ChatCompletionChunk.of(Json.parse(data));
            chunk = parsed;
        }
        return parsed;
    }

    /** Whether all it says is the usage; what is not parsed yet is parsed only if that may be. */
    boolean isUsageOnly() {
        return (chunk != null || hasEmptyArray()) && chunk().isUsageOnly();
    }

    private boolean hasEmptyArray() {
        for (int i = 0; i < data.length; i++) {
            if (data[i] == '[') {
                do {
                    i++;
                } while (i < data.length && data[i] >= 0 && data[i] <= ' ');
                if (i < data.length && data[i] == ']') {
                    return true;
                }
                i--;
            }
        }
        return false;
    }
}

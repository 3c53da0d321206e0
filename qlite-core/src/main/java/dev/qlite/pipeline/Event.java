package dev.qlite.pipeline;

import dev.qlite.chat.ChatCompletionChunk;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One event of a streamed answer: the bytes of its data, as they came. Framing is qlite's own, and {@code [DONE]} is
 * the end of the stream, not an event. Immutable: whoever has the bytes must not change them.
 */
public final class Event {
    /** No event was there in time; ask again. */
    public static final Event NOT_YET = new Event(new byte[0], null, -1, -1);

    /** The member that OpenAI pads a chunk with. */
    static final String PADDING = "obfuscation";

    private final byte[] data;
    private final int paddingStart; // -1 if it is not known
    private final int paddingEnd;
    private @Nullable ChatCompletionChunk chunk; // the same whichever thread parses it; its fields are final

    private Event(byte[] data, @Nullable ChatCompletionChunk chunk, int paddingStart, int paddingEnd) {
        this.data = data;
        this.chunk = chunk;
        this.paddingStart = paddingStart;
        this.paddingEnd = paddingEnd;
    }

    /** An event of this data, which is not copied, and not to be changed any more. */
    public static Event of(byte[] data) {
        return new Event(data, null, -1, -1);
    }

    /**
     * An event that is the one before it again, but for a text in its delta ({@link RepeatedChunk}). Who has looked into that one
     * need not look into this.
     *
     * @param paddingStart where what only pads it begins
     * @param paddingEnd where that ends; the same if there is none
     */
    static Event moreText(byte[] data, int paddingStart, int paddingEnd) {
        return new Event(data, null, paddingStart, paddingEnd);
    }

    public static Event of(ChatCompletionChunk chunk) {
        return new Event(chunk.json().toBytes(), chunk, -1, -1);
    }

    /** The bytes; not to be changed. */
    public byte[] data() {
        return data;
    }

    /** Whether it says nothing that the one before it does not say, but more text. */
    public boolean isMoreText() {
        return paddingStart >= 0;
    }

    /** The same without the random padding that OpenAI hides the length of its pieces with from eavesdroppers. */
    public Event withoutPadding() {
        if (!isMoreText()) {
            Json json = chunk().json();
            return json.get(PADDING).isMissing()
                    ? this
                    : of(json.toBuilder().remove(PADDING).toBytes());
        }
        if (paddingStart == paddingEnd) {
            return this;
        }
        byte[] rest = Arrays.copyOf(data, data.length - (paddingEnd - paddingStart));
        System.arraycopy(data, paddingEnd, rest, paddingStart, data.length - paddingEnd);
        return moreText(rest, paddingStart, paddingStart);
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
        return !isMoreText() && (chunk != null || hasEmptyArray()) && chunk().isUsageOnly();
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

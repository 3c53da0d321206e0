package dev.qlite.pipeline;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Knows a chunk that is the one before again, but for one text in its delta: most chunks of a stream are, and need not
 * be parsed. Not thread-safe.
 */
final class RepeatedChunk {
    private byte[] model = {};
    private int textStart;
    private int afterText; // bytes that follow the text

    /**
     * Takes a chunk as the model for those to come.
     *
     * @return the member of its delta whose text may change; null if its repetition would say more than a text
     */
    @Nullable
    String learn(Event event) {
        model = new byte[0];
        Json choices = event.chunk().json().get("choices");
        Json choice = choices.get(0);
        if (choices.size() != 1 || choice.get("logprobs").isObject()) {
            return null;
        }
        Member text = null;
        for (Member member : choice.get("delta").members()) {
            if (member.value().isString() && !Merged.WHOLE.contains(member.name())) {
                if (text != null) {
                    return null;
                }
                text = member;
            } else if (!member.value().isNull() && !Merged.WHOLE.contains(member.name())) {
                return null;
            }
        }
        if (text == null) {
            return null;
        }
        model = event.data();
        textStart = text.value().offset() + 1;
        afterText = model.length - textStart - (text.value().byteLength() - 2);
        return text.name();
    }

    /** The length of the text of a chunk that is the model again, or -1; it begins where {@link #textStart} says. */
    int textLength(byte[] data) {
        int end = data.length - afterText;
        boolean same = model.length > 0
                && end >= textStart
                && Arrays.equals(model, 0, textStart, data, 0, textStart)
                && Arrays.equals(model, model.length - afterText, model.length, data, end, data.length);
        return same && isPlain(data, textStart, end) ? end - textStart : -1;
    }

    int textStart() {
        return textStart;
    }

    /** Whether it cannot be anything but the inside of a string. */
    private static boolean isPlain(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] < ' ' || data[i] == '"' || data[i] == '\\') { // what is not ASCII is negative
                return false;
            }
        }
        return true;
    }
}

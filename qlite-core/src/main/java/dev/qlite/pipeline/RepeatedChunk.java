package dev.qlite.pipeline;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Knows a chunk that is the one before again, but for one text in its delta, and OpenAI's random padding: most chunks of a stream
 * are, and need not be parsed. Not thread-safe.
 */
public final class RepeatedChunk {
    private byte[] model = {};
    private int textStart;
    private int textEnd;
    private int paddingStart; // of its text; the model's end if it has none
    private int paddingEnd;
    private int cutStart; // of all that goes if the padding does
    private int cutEnd;

    /**
     * Takes a chunk as the model for those to come.
     *
     * @return the member of its delta whose text may change; null if its repetition would say more than a text
     */
    public @Nullable String learn(Event event) {
        model = new byte[0];
        Json chunk = event.chunk().json();
        Json choices = chunk.get("choices");
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
        textStart = text.value().offset() + 1;
        textEnd = textStart + text.value().byteLength() - 2;
        if (!findPadding(event)) {
            return null;
        }
        model = event.data();
        return text.name();
    }

    /** False if there is a padding that cannot be told from the rest. */
    private boolean findPadding(Event event) {
        byte[] data = event.data();
        Json padding = event.chunk().json().get(Event.PADDING);
        boolean isThere = !padding.isMissing();
        paddingStart = isThere ? padding.offset() + 1 : data.length;
        paddingEnd = isThere ? padding.offset() + padding.byteLength() - 1 : data.length;
        cutStart = data.length;
        cutEnd = data.length;
        if (!isThere) {
            return true;
        }
        byte[] rest = event.withoutPadding().data();
        cutStart = Arrays.mismatch(data, rest);
        cutEnd = data.length - (rest.length - cutStart);
        return padding.isString()
                && textEnd < cutStart
                && cutStart < paddingStart
                && paddingEnd < cutEnd
                && Arrays.equals(data, cutEnd, data.length, rest, cutStart, rest.length);
    }

    /** A chunk that is the model again, as an event; null if it is not, or not for sure valid, for what differs is not in ASCII. */
    public @Nullable Event again(byte[] data) {
        int length = textLength(data);
        if (length < 0) {
            return null;
        }
        int moved = length - (textEnd - textStart);
        boolean valid = isAscii(data, textStart, textStart + length)
                && isAscii(data, paddingStart + moved, data.length - (model.length - paddingEnd));
        if (!valid) {
            return null;
        }
        int from = Math.min(data.length, cutStart + moved);
        return Event.moreText(data, from, data.length - (model.length - cutEnd));
    }

    /** The length of the text of a chunk that is the model again, or -1; it begins where {@link #textStart} says. */
    int textLength(byte[] data) {
        if (model.length == 0 || !isSame(0, textStart, data, 0)) {
            return -1;
        }
        int end = stringEnd(data, textStart);
        if (end < 0 || !isSame(textEnd, paddingStart, data, end)) {
            return -1;
        }
        int at = end + paddingStart - textEnd;
        int tail = paddingStart < model.length ? stringEnd(data, at) : at;
        boolean same = tail >= 0
                && isSame(paddingEnd, model.length, data, tail)
                && tail + model.length - paddingEnd == data.length;
        return same ? end - textStart : -1;
    }

    int textStart() {
        return textStart;
    }

    private static boolean isAscii(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isSame(int from, int to, byte[] data, int at) {
        int end = at + to - from;
        return end <= data.length && Arrays.equals(model, from, to, data, at, end);
    }

    /** Where a string ends that has no escape and is begun already; -1 if it cannot be told without a parser. */
    private static int stringEnd(byte[] data, int from) {
        for (int i = from; i < data.length; i++) {
            byte c = data[i];
            if (c == '"') {
                return i;
            }
            if (c == '\\' || (c >= 0 && c < ' ')) { // what is not ASCII is negative
                return -1;
            }
        }
        return -1;
    }
}

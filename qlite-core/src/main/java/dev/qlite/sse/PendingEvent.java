package dev.qlite.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The event being read: takes the lines that are not blank, and at the blank one gives the data. Not thread-safe. */
final class PendingEvent {
    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};
    private static final byte[] NONE = {};
    private static final String MESSAGE = "message";

    /** The array to hand out while the event has one data line, which is nearly always. */
    private byte @Nullable [] first;
    /** All the data from the second line on. */
    private final Bytes joined = new Bytes();

    private String name = MESSAGE;
    private String dispatchedName = MESSAGE;

    private byte[] decoded = NONE;
    private String decodedName = MESSAGE;

    /** Takes a line, without its end. A comment is a line whose field has no name. */
    void line(byte[] bytes, int from, int to) {
        int data = valueOf(DATA, bytes, from, to);
        if (data >= 0) {
            data(bytes, data, to);
            return;
        }
        int event = valueOf(EVENT, bytes, from, to);
        if (event >= 0) {
            name(bytes, event, to);
        }
    }

    /** Ends the event: its data, or null if it has no data line and so is none. What follows is a new event. */
    byte @Nullable [] dispatch() {
        byte[] data = joined.isEmpty() ? first : joined.copy();
        if (data != null) {
            dispatchedName = name;
        }
        name = MESSAGE;
        first = null;
        joined.clear();
        return data;
    }

    /** The name of the event that {@link #dispatch()} last gave the data of. */
    String dispatchedName() {
        return dispatchedName;
    }

    private void data(byte[] bytes, int from, int to) {
        if (first == null) {
            first = Arrays.copyOfRange(bytes, from, to);
            return;
        }
        if (joined.isEmpty()) {
            joined.append(first);
        }
        joined.append('\n');
        joined.append(bytes, from, to);
    }

    /** Names repeat from event to event: one that equals the last is not decoded again. */
    private void name(byte[] bytes, int from, int to) {
        if (from == to) {
            name = MESSAGE;
            return;
        }
        if (!Arrays.equals(decoded, 0, decoded.length, bytes, from, to)) {
            decoded = Arrays.copyOfRange(bytes, from, to);
            decodedName = new String(decoded, StandardCharsets.UTF_8);
        }
        name = decodedName;
    }

    /** Where the field's value begins in the line, after its one leading space; -1 if the line is another field's. */
    private static int valueOf(byte[] field, byte[] bytes, int from, int to) {
        int colon = from + field.length;
        if (colon > to || !Arrays.equals(field, 0, field.length, bytes, from, colon)) {
            return -1;
        }
        if (colon == to) {
            return to;
        }
        if (bytes[colon] != ':') {
            return -1;
        }
        int value = colon + 1;
        return value < to && bytes[value] == ' ' ? value + 1 : value;
    }
}

package dev.qlite.json;

import java.math.BigDecimal;
import java.util.BitSet;

/**
 * Writes one JSON value into a growing buffer of UTF-8 bytes, without white space; commas and colons come by themselves.
 *
 * <p>Calls out of order (a value in an object without a name, an end without its beginning, a second value) throw
 * {@link IllegalStateException}. Whether a name occurs twice is not checked. Not thread-safe.
 */
public final class JsonWriter {
    private static final int INITIAL_CAPACITY = 256;

    private final Output output;
    private final BitSet objects = new BitSet(); // by depth: whether what is open there is an object
    private int depth;
    private boolean commaDue;
    private boolean valueDue;

    public JsonWriter() {
        this(INITIAL_CAPACITY);
    }

    /** @param capacity about how many bytes will be written; it grows as needed */
    public JsonWriter(int capacity) {
        output = new Output(capacity);
    }

    public JsonWriter beginObject() {
        return begin('{', true);
    }

    public JsonWriter endObject() {
        return end('}', true);
    }

    public JsonWriter beginArray() {
        return begin('[', false);
    }

    public JsonWriter endArray() {
        return end(']', false);
    }

    /** The name of the object's next member. */
    public JsonWriter name(String name) {
        check(
                depth > 0 && objects.get(depth - 1) && !valueDue,
                "a name is written only in an object, before its value");
        if (commaDue) {
            output.append(',');
        }
        output.quote(name);
        output.append(':');
        valueDue = true;
        return this;
    }

    /** A string; what JSON demands is escaped, and halves of surrogate pairs. */
    public JsonWriter value(String text) {
        beforeValue();
        output.quote(text);
        return this;
    }

    public JsonWriter value(long number) {
        beforeValue();
        output.append(Long.toString(number));
        return this;
    }

    /**
     * A number.
     *
     * @throws IllegalArgumentException if it is infinite or not a number, which JSON cannot say
     */
    public JsonWriter value(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("number: " + number + " (expected: a finite one)");
        }
        beforeValue();
        output.append(Double.toString(number));
        return this;
    }

    /**
     * A number, in the spelling of {@link BigDecimal#toString()}.
     *
     * @throws IllegalArgumentException if that is longer than {@value Json#MAX_NUMBER_LENGTH} characters
     */
    public JsonWriter value(BigDecimal number) {
        String text = number.toString();
        if (text.length() > Json.MAX_NUMBER_LENGTH) {
            throw new IllegalArgumentException(
                    "number: " + text.length() + " characters (expected: at most " + Json.MAX_NUMBER_LENGTH + ")");
        }
        beforeValue();
        output.append(text);
        return this;
    }

    public JsonWriter value(boolean value) {
        beforeValue();
        output.append(value ? "true" : "false");
        return this;
    }

    /**
     * A value with its text exactly as it came.
     *
     * @throws IllegalArgumentException if it is {@link Json#MISSING}
     */
    public JsonWriter value(Json json) {
        if (json.isMissing()) {
            throw new IllegalArgumentException("value: missing (expected: a JSON value)");
        }
        beforeValue();
        json.appendTo(output);
        return this;
    }

    public JsonWriter nullValue() {
        beforeValue();
        output.append("null");
        return this;
    }

    /** A value whose JSON text the caller already has and vouches for: it is not looked at. */
    public JsonWriter raw(byte[] json) {
        beforeValue();
        output.append(json, 0, json.length);
        return this;
    }

    /** What was written, a new array. */
    public byte[] toBytes() {
        check(depth == 0 && commaDue, "the value is not complete");
        return output.toBytes();
    }

    /**
     * What was written, as a value.
     *
     * @throws JsonException if it does not parse: a name twice, nesting too deep, {@link #raw} text that is no JSON
     */
    public Json toJson() {
        return Json.parse(toBytes());
    }

    private JsonWriter begin(char bracket, boolean object) {
        beforeValue();
        output.append(bracket);
        objects.set(depth++, object);
        commaDue = false;
        return this;
    }

    private JsonWriter end(char bracket, boolean object) {
        check(depth > 0 && objects.get(depth - 1) == object && !valueDue, "there is nothing to end with " + bracket);
        output.append(bracket);
        depth--;
        commaDue = true;
        return this;
    }

    private void beforeValue() {
        if (!valueDue) {
            check(depth == 0 ? !commaDue : !objects.get(depth - 1), "a value needs an array, or a name before it");
            if (commaDue) {
                output.append(',');
            }
        }
        valueDue = false;
        commaDue = true;
    }

    private static void check(boolean inOrder, String rule) {
        if (!inOrder) {
            throw new IllegalStateException(rule);
        }
    }
}

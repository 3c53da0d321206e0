package dev.qlite.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value (RFC 8259): an immutable view over the UTF-8 bytes it came in.
 *
 * <p>A value keeps its text, so the spelling of numbers, unknown members and white space survive. What is not there is
 * {@link #MISSING}, never {@code null}: {@code json.get("a").get(0).get("b")} needs no checks between. Readers such as
 * {@link #asString()} throw a {@link JsonException} that names the path if the value is of another kind.
 *
 * <p>A parse is strict and throws {@link JsonException} with the offset for whatever is no JSON text: besides the
 * grammar, for invalid UTF-8, a byte order mark, a name that occurs twice in one object (however it is escaped),
 * nesting deeper than {@value #MAX_DEPTH} and numbers longer than {@value #MAX_NUMBER_LENGTH} characters. It takes
 * 8 bytes of memory for each scalar and name and 16 for each object and array, beside the text.
 *
 * <p>A part of a document keeps the whole document in memory; {@code Json.parse(part.toBytes())} lets go of it.
 *
 * <p>Thread-safe, as long as nobody changes the bytes that were given to {@link #parse(byte[])}.
 */
public final class Json {
    /** How deep objects and arrays may be nested. */
    public static final int MAX_DEPTH = 1_000;

    /** How many characters a number may have. */
    public static final int MAX_NUMBER_LENGTH = 1_000;

    /** What a value can be. */
    public enum Kind {
        OBJECT("an object"),
        ARRAY("an array"),
        STRING("a string"),
        NUMBER("a number"),
        BOOLEAN("a boolean"),
        NULL("null"),
        /** No value: there is no such member or element. */
        MISSING("missing");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** No value. It has no text and cannot be written. */
    public static final Json MISSING = new Json(new Tape(new byte[0], 0, 0, 0), Tape.NONE);

    public static final Json NULL = parse("null");
    public static final Json TRUE = parse("true");
    public static final Json FALSE = parse("false");

    private static final Json EMPTY_OBJECT = parse("{}");

    private final Tape tape;
    private final int node;

    Json(Tape tape, int node) {
        this.tape = tape;
        this.node = node;
    }

    /**
     * Reads one JSON text.
     *
     * @param utf8 the text; it belongs to the value from now on and must not be changed
     */
    public static Json parse(byte[] utf8) {
        return parse(utf8, 0, utf8.length);
    }

    /**
     * Reads one JSON text that is a part of an array. Offsets in errors count from {@code from}.
     *
     * @param utf8 holds the text; that part belongs to the value from now on and must not be changed
     * @throws IndexOutOfBoundsException if there is no such part
     */
    public static Json parse(byte[] utf8, int from, int to) {
        Objects.checkFromToIndex(from, to, utf8.length);
        return new Json(Tokenizer.tokenize(utf8, from, to), 0);
    }

    /** Reads one JSON text. Offsets in errors count UTF-8 bytes; half a surrogate pair reads as {@code ?}. */
    public static Json parse(String text) {
        return parse(text.getBytes(UTF_8));
    }

    /** A string. */
    public static Json of(String text) {
        return new JsonWriter().value(text).toJson();
    }

    /** A number. */
    public static Json of(long number) {
        return new JsonWriter().value(number).toJson();
    }

    /**
     * A number.
     *
     * @throws IllegalArgumentException if it is infinite or not a number
     */
    public static Json of(double number) {
        return new JsonWriter().value(number).toJson();
    }

    /** A number, in the spelling of {@link BigDecimal#toString()}. */
    public static Json of(BigDecimal number) {
        return new JsonWriter().value(number).toJson();
    }

    /** {@link #TRUE} or {@link #FALSE}. */
    public static Json of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /**
     * An array of these values.
     *
     * @throws IllegalArgumentException if one is {@link #MISSING}
     */
    public static Json array(List<Json> elements) {
        JsonWriter writer = new JsonWriter().beginArray();
        elements.forEach(writer::value);
        return writer.endArray().toJson();
    }

    /** Builds an object from nothing. */
    public static ObjectBuilder object() {
        return new ObjectBuilder(EMPTY_OBJECT);
    }

    /**
     * Edits this object: a builder that starts with what it has.
     *
     * @throws JsonException if this is no object
     */
    public ObjectBuilder toBuilder() {
        if (!isObject()) {
            throw unexpected("an object");
        }
        return new ObjectBuilder(this);
    }

    public Kind kind() {
        return node == Tape.NONE ? Kind.MISSING : tape.kind(node);
    }

    public boolean isObject() {
        return kind() == Kind.OBJECT;
    }

    public boolean isArray() {
        return kind() == Kind.ARRAY;
    }

    /** Whether this is the literal {@code true}. */
    public boolean isTrue() {
        return kind() == Kind.BOOLEAN && asBoolean();
    }

    public boolean isString() {
        return kind() == Kind.STRING;
    }

    public boolean isNumber() {
        return kind() == Kind.NUMBER;
    }

    public boolean isBoolean() {
        return kind() == Kind.BOOLEAN;
    }

    public boolean isNull() {
        return kind() == Kind.NULL;
    }

    public boolean isMissing() {
        return node == Tape.NONE;
    }

    /** The member of that name; {@link #MISSING} if this is no object or has none. Takes time with the object's size. */
    public Json get(String name) {
        if (isObject()) {
            int end = tape.after(node);
            for (int child = tape.firstChild(node); child < end; child = tape.after(tape.valueOf(child))) {
                if (tape.textEquals(child, name)) {
                    return new Json(tape, tape.valueOf(child));
                }
            }
        }
        return MISSING;
    }

    /**
     * The element at that index, from 0; {@link #MISSING} if this is no array or has none. Takes time with the index: to
     * see all, walk {@link #elements()}.
     */
    public Json get(int index) {
        if (!isArray() || index < 0 || index >= size()) {
            return MISSING;
        }
        int child = tape.firstChild(node);
        for (int i = 0; i < index; i++) {
            child = tape.after(child);
        }
        return new Json(tape, child);
    }

    /**
     * The member of that name, which must be there.
     *
     * @throws JsonException if this is no object or has none
     */
    public Json require(String name) {
        if (!isObject()) {
            throw unexpected("an object");
        }
        Json value = get(name);
        if (value.isMissing()) {
            throw JsonException.of(Path.member(path(), name), "missing (expected: a value)");
        }
        return value;
    }

    /** How many members or elements this has; 0 if it is neither object nor array. */
    public int size() {
        return isContainer() ? tape.size(node) : 0;
    }

    /** The members in the order of the text; none if this is no object. */
    public Iterable<Member> members() {
        return isObject() ? () -> Children.members(tape, node) : List.of();
    }

    /** The elements in order; none if this is no array. */
    public Iterable<Json> elements() {
        return isArray() ? () -> Children.elements(tape, node) : List.of();
    }

    /** The characters of a string. Escaped halves of surrogate pairs stay as they are. */
    public String asString() {
        expect(Kind.STRING);
        return tape.text(node);
    }

    public boolean asBoolean() {
        expect(Kind.BOOLEAN);
        return tape.bytes()[tape.start(node)] == 't';
    }

    /** A whole number in the range of an int, in any spelling: {@code 1e3} is 1000. */
    public int asInt() {
        long value = asLong();
        if (value != (int) value) {
            throw unexpected("a whole number of 32 bits");
        }
        return (int) value;
    }

    /** A whole number in the range of a long, in any spelling: {@code 1e3} is 1000. */
    public long asLong() {
        expect(Kind.NUMBER);
        try {
            return Numbers.toLong(tape.bytes(), tape.start(node), tape.end(node));
        } catch (ArithmeticException e) {
            throw unexpected("a whole number of 64 bits");
        }
    }

    /** The double nearest to a number; one that would be infinite is an error. */
    public double asDouble() {
        expect(Kind.NUMBER);
        try {
            return Numbers.toDouble(tape.bytes(), tape.start(node), tape.end(node));
        } catch (ArithmeticException e) {
            throw unexpected("a number in the range of a double");
        }
    }

    /**
     * A number, exactly. Its exponent may be huge: do not expand it ({@link BigDecimal#toBigInteger()}, {@link
     * BigDecimal#toPlainString()}) unchecked. One whose exponent a BigDecimal cannot hold (about 10^9) is an error.
     */
    public BigDecimal asDecimal() {
        expect(Kind.NUMBER);
        try {
            return Numbers.toDecimal(tape.bytes(), tape.start(node), tape.end(node));
        } catch (ArithmeticException e) {
            throw unexpected("a number with a smaller exponent");
        }
    }

    /** Whether this is a string of exactly these characters. Allocates nothing if nothing is escaped. */
    public boolean textEquals(String expected) {
        return isString() && tape.textEquals(node, expected);
    }

    /**
     * Hands the characters of a string over as UTF-8, in one piece if nothing is escaped; nothing is copied. Half a
     * surrogate pair, which only an escape can say and UTF-8 cannot, is its three bytes by the ordinary rule, so that
     * distinct strings have distinct bytes. None of these is 0xFF.
     */
    public void utf8To(Utf8Sink sink) {
        expect(Kind.STRING);
        tape.utf8To(node, sink);
    }

    /**
     * The text exactly as it came, a new array; empty if {@link #MISSING}. A whole document's includes the white space
     * around it.
     */
    public byte[] toBytes() {
        return isMissing() ? new byte[0] : Arrays.copyOfRange(tape.bytes(), tape.textStart(node), tape.textEnd(node));
    }

    /** The length of the text in bytes; 0 if {@link #MISSING}. */
    public int byteLength() {
        return isMissing() ? 0 : tape.textEnd(node) - tape.textStart(node);
    }

    /** Where the text begins in its whole document's {@link #toBytes}; 0 if {@link #MISSING}. */
    public int offset() {
        return isMissing() ? 0 : tape.textStart(node) - tape.textStart(0);
    }

    /** Bytes of memory that the whole document takes which this is a part of. */
    public int footprint() {
        return tape.footprint();
    }

    /** Writes the text exactly as it came; nothing if {@link #MISSING}. */
    public void writeTo(OutputStream out) throws IOException {
        if (!isMissing()) {
            out.write(tape.bytes(), tape.textStart(node), byteLength());
        }
    }

    /**
     * Where this stands in its document, as {@code messages[1].content}; empty for the document itself and for {@link
     * #MISSING}. Found by a walk from the root: meant for errors.
     */
    public String path() {
        return isMissing() ? "" : Path.of(tape, node);
    }

    /** Whether the other value has the same text, byte for byte: {@code 1} and {@code 1.0} differ. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Json that
                && isMissing() == that.isMissing()
                && Arrays.equals(tape.bytes(), start(), end(), that.tape.bytes(), that.start(), that.end());
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (int p = start(); p < end(); p++) {
            hash = 31 * hash + tape.bytes()[p];
        }
        return hash;
    }

    /** The text exactly as it came; empty if {@link #MISSING}. It may contain what no log should. */
    @Override
    public String toString() {
        return isMissing() ? "" : Text.plain(tape.bytes(), tape.textStart(node), tape.textEnd(node));
    }

    void appendTo(Output output) {
        if (isMissing()) {
            throw new IllegalArgumentException("value: missing (expected: a JSON value)");
        }
        output.append(tape.bytes(), tape.start(node), tape.end(node));
    }

    Tape tape() {
        return tape;
    }

    int node() {
        return node;
    }

    private int start() {
        return isMissing() ? 0 : tape.start(node);
    }

    private int end() {
        return isMissing() ? 0 : tape.end(node);
    }

    private boolean isContainer() {
        return node != Tape.NONE && tape.isContainer(node);
    }

    private void expect(Kind expected) {
        if (kind() != expected) {
            throw unexpected(expected.words);
        }
    }

    private JsonException unexpected(String expected) {
        return JsonException.of(path(), kind().words + " (expected: " + expected + ")");
    }
}

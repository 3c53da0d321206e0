package dev.qlite.json;

import dev.qlite.json.Json.Kind;
import java.util.Arrays;

/**
 * The index of a parsed document: one flat array of offsets into its bytes, in the order of the text.
 *
 * <p>A scalar or a member's name takes two slots, a container four; a node is known by its first slot's number.
 *
 * <pre>
 *   scalar     start (sign bit: contains escapes), end
 *   container  start, end (sign bit: is a container), size, node after its last descendant
 * </pre>
 *
 * The children of a container begin right behind it, in an object as name, value, name, value. The kind is not
 * stored: the first byte tells it. While a container is open its last slot holds its parent, so that the tokenizer
 * needs no stack. The document itself is node 0. Not changed once the tokenizer has returned it.
 */
final class Tape {
    static final int NONE = -1;

    private static final int FLAG = Integer.MIN_VALUE;
    private static final int OFFSET = Integer.MAX_VALUE;
    private static final int LARGEST = Integer.MAX_VALUE - 16;

    private final byte[] bytes;
    private final int textStart;
    private final int textEnd;
    private int[] slots;
    private int length;

    /** An empty tape for the text that stands there, white space around it included. */
    Tape(byte[] bytes, int textStart, int textEnd, int capacity) {
        this.bytes = bytes;
        this.textStart = textStart;
        this.textEnd = textEnd;
        this.slots = new int[capacity];
    }

    void addScalar(int start, int end, boolean escaped) {
        ensure(2);
        slots[length] = escaped ? start | FLAG : start;
        slots[length + 1] = end;
        length += 2;
    }

    int addContainer(int start, int parent) {
        ensure(4);
        int node = length;
        slots[node] = start;
        slots[node + 1] = FLAG;
        slots[node + 2] = 0;
        slots[node + 3] = parent;
        length += 4;
        return node;
    }

    void countChild(int container) {
        slots[container + 2]++;
    }

    /** Closes an open container and returns its parent. */
    int close(int container, int end) {
        int parent = slots[container + 3];
        slots[container + 1] = end | FLAG;
        slots[container + 3] = length;
        return parent;
    }

    private void ensure(int more) {
        if (slots.length - length < more) {
            if (length > LARGEST - more) {
                throw JsonException.at(slots[length - 2] & OFFSET, "too many values");
            }
            slots = Arrays.copyOf(slots, (int) Math.min(LARGEST, 2L * slots.length + more));
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /** Bytes of memory that the text's array and its index take. */
    int footprint() {
        return (int) Math.min(Integer.MAX_VALUE, bytes.length + 4L * slots.length);
    }

    /** Where a node's text starts: the document's includes the white space around it. */
    int textStart(int node) {
        return node == 0 ? textStart : start(node);
    }

    int textEnd(int node) {
        return node == 0 ? textEnd : end(node);
    }

    int start(int node) {
        return slots[node] & OFFSET;
    }

    int end(int node) {
        return slots[node + 1] & OFFSET;
    }

    boolean isContainer(int node) {
        return slots[node + 1] < 0;
    }

    /** Whether a string's text contains escapes. */
    boolean isEscaped(int node) {
        return slots[node] < 0;
    }

    /** Members or elements of a container. */
    int size(int container) {
        return slots[container + 2];
    }

    int firstChild(int container) {
        return container + 4;
    }

    /** The node behind this one and all its descendants. */
    int after(int node) {
        return isContainer(node) ? slots[node + 3] : node + 2;
    }

    /** The value of a member, given the node of its name. */
    int valueOf(int name) {
        return name + 2;
    }

    Kind kind(int node) {
        return switch (bytes[start(node)]) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.ARRAY;
            case '"' -> Kind.STRING;
            case 't', 'f' -> Kind.BOOLEAN;
            case 'n' -> Kind.NULL;
            default -> Kind.NUMBER;
        };
    }

    /** The characters of a string node. */
    String text(int node) {
        return isEscaped(node)
                ? Text.decode(bytes, start(node) + 1, end(node) - 1)
                : Text.plain(bytes, start(node) + 1, end(node) - 1);
    }

    /** The characters of a string node as generalized UTF-8. */
    void utf8To(int node, Utf8Sink sink) {
        if (isEscaped(node)) {
            Text.unescape(bytes, start(node) + 1, end(node) - 1, sink);
        } else {
            sink.accept(bytes, start(node) + 1, end(node) - 1);
        }
    }

    /** Compares two string nodes, byte by byte of their UTF-8. */
    static int compareTexts(Tape a, int aNode, Tape b, int bNode) {
        if (a.isEscaped(aNode) || b.isEscaped(bNode)) {
            return Arrays.compareUnsigned(
                    Text.unescape(a.bytes, a.start(aNode) + 1, a.end(aNode) - 1),
                    Text.unescape(b.bytes, b.start(bNode) + 1, b.end(bNode) - 1));
        }
        return Arrays.compareUnsigned(
                a.bytes, a.start(aNode) + 1, a.end(aNode) - 1, b.bytes, b.start(bNode) + 1, b.end(bNode) - 1);
    }

    boolean textEquals(int node, String expected) {
        if (isEscaped(node)) {
            byte[] text = Text.unescape(bytes, start(node) + 1, end(node) - 1);
            return Text.matches(text, 0, text.length, expected);
        }
        return Text.matches(bytes, start(node) + 1, end(node) - 1, expected);
    }
}

package dev.qlite.pipeline;

import dev.qlite.json.Json;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A string cut into natural pieces, each in a chunk of its own. Not thread-safe.
 *
 * <p>Works on the string as it is written: a piece never ends inside an escape, a surrogate pair or a UTF-8 sequence,
 * so the pieces' bytes between quotes, put together, are the string's.
 */
final class TextRun {
    /** A piece ends with the first word that brings it here, in bytes as written. */
    private static final int ENOUGH = 24;

    /** A word that goes on beyond this is cut. */
    private static final int LONGEST_PIECE = 48;

    private final byte[] before;
    private final byte[] after;
    private final byte[] escaped; // the string without its quotes
    private int at;
    private boolean started;

    /**
     * @param string a JSON string
     * @param chunkOf the chunk for a piece; the same for every piece but for the piece itself
     */
    TextRun(Json string, Function<String, byte[]> chunkOf) {
        byte[] quoted = string.toBytes();
        this.escaped = Arrays.copyOfRange(quoted, 1, quoted.length - 1);
        byte[] empty = chunkOf.apply("");
        int hole = Arrays.mismatch(empty, chunkOf.apply("x"));
        this.before = Arrays.copyOf(empty, hole);
        this.after = Arrays.copyOfRange(empty, hole, empty.length);
    }

    private TextRun(byte[] chunk) {
        this.escaped = new byte[0];
        this.before = chunk;
        this.after = new byte[0];
    }

    /** A run of one chunk that is already whole. */
    static TextRun single(byte[] chunk) {
        return new TextRun(chunk);
    }

    /** The next chunk; null after the last. */
    byte @Nullable [] next() {
        if (at == escaped.length && started) {
            return null;
        }
        started = true;
        int end = pieceEnd();
        byte[] chunk = new byte[before.length + end - at + after.length];
        System.arraycopy(before, 0, chunk, 0, before.length);
        System.arraycopy(escaped, at, chunk, before.length, end - at);
        System.arraycopy(after, 0, chunk, chunk.length - after.length, after.length);
        at = end;
        return chunk;
    }

    /** A few words, each with the space before it. */
    private int pieceEnd() {
        int end = at;
        while (end < escaped.length && end - at < LONGEST_PIECE) {
            if (end - at >= ENOUGH && escaped[end] == ' ' && escaped[end - 1] != ' ') {
                break;
            }
            end += unitLength(end);
        }
        return end;
    }

    /** The bytes that must stay together from here. */
    private int unitLength(int i) {
        int b = escaped[i] & 0xFF;
        if (b == '\\') {
            if (escaped[i + 1] != 'u') {
                return 2;
            }
            boolean pair = isSurrogate(i, "89abAB") && isSurrogate(i + 6, "cdefCDEF");
            return pair ? 12 : 6;
        }
        return b < 0xC0 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    }

    private boolean isSurrogate(int i, String second) {
        return i + 5 < escaped.length
                && escaped[i] == '\\'
                && escaped[i + 1] == 'u'
                && (escaped[i + 2] | 0x20) == 'd'
                && second.indexOf(escaped[i + 3]) >= 0;
    }
}

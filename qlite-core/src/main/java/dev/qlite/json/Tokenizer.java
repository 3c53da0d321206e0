package dev.qlite.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads one JSON text (RFC 8259), strictly, in a single pass, and leaves its {@link Tape}.
 *
 * <p>It does not recurse: an open container remembers its parent on the tape. Each turn of {@link #run}'s loop stands
 * inside the innermost open container and either closes it or reads one more value of it. Strings are read eight
 * bytes at a time until a byte needs a closer look.
 */
final class Tokenizer {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long SIGNS = 0x8080808080808080L;
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final byte[] bytes;
    private final int from;
    private final int end;
    private final Tape tape;
    private int pos;
    private int open = Tape.NONE;
    private boolean inObject;
    private int depth;

    private Tokenizer(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.from = from;
        this.end = end;
        this.pos = from;
        this.tape = new Tape(bytes, from, end, Math.min((end - from) / 4, 256) + 4);
    }

    static Tape tokenize(byte[] bytes, int from, int to) {
        return new Tokenizer(bytes, from, to).run();
    }

    private Tape run() {
        value();
        while (open != Tape.NONE) {
            byte b = token(inObject ? "',' or '}'" : "',' or ']'");
            if (b == (inObject ? '}' : ']')) {
                close();
                continue;
            }
            if (tape.size(open) > 0) {
                if (b != ',') {
                    throw unexpected(inObject ? "',' or '}'" : "',' or ']'");
                }
                pos++;
            }
            if (inObject) {
                name();
            }
            tape.countChild(open);
            value();
        }
        skipSpace();
        if (pos < end) {
            throw unexpected("the end");
        }
        return tape;
    }

    private void name() {
        if (token("a name") != '"') {
            throw unexpected("a name");
        }
        string();
        if (token("':'") != ':') {
            throw unexpected("':'");
        }
        pos++;
    }

    private void value() {
        switch (token("a value")) {
            case '"' -> string();
            case '{' -> open(true);
            case '[' -> open(false);
            case 't' -> literal(TRUE);
            case 'f' -> literal(FALSE);
            case 'n' -> literal(NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw unexpected("a value");
        }
    }

    private void open(boolean object) {
        if (++depth > Json.MAX_DEPTH) {
            throw problem(pos, "nested too deeply (expected: at most " + Json.MAX_DEPTH + " levels)");
        }
        open = tape.addContainer(pos++, open);
        inObject = object;
    }

    private void close() {
        int closed = open;
        open = tape.close(closed, ++pos);
        if (inObject && tape.size(closed) > 1) {
            int again = Names.firstDuplicate(tape, closed);
            if (again != Tape.NONE) {
                throw duplicate(closed, again);
            }
        }
        inObject = open != Tape.NONE && bytes[tape.start(open)] == '{';
        depth--;
    }

    private JsonException duplicate(int object, int name) {
        while (open != Tape.NONE) {
            open = tape.close(open, pos); // a path can be told only in a closed tree
        }
        String path = Path.member(Path.of(tape, object), tape.text(name));
        return problem(tape.start(name), path + ": a duplicate name (expected: each name once)");
    }

    private void string() {
        int start = pos;
        int p = start + 1;
        boolean escaped = false;
        while (true) {
            p = skipPlain(p);
            if (p >= end) {
                throw ended("'\"'");
            }
            byte b = bytes[p];
            if (b == '"') {
                break;
            } else if (b == '\\') {
                escaped = true;
                p = escape(p);
            } else if (b < 0) {
                p = multibyte(p, b & 0xFF);
            } else if (b < 0x20) {
                throw problem(p, "a raw control character in a string (expected: an escape)");
            } else {
                p++;
            }
        }
        tape.addScalar(start, p + 1, escaped);
        pos = p + 1;
    }

    /**
     * Skips whole words of printable ASCII; returns the next byte that is none, or one of the last seven. A byte's sign
     * bit is set where it is a quote, a backslash, a control character or not ASCII; a borrow can set it falsely, but
     * only above a true one.
     */
    private int skipPlain(int start) {
        int p = start;
        while (p <= end - Long.BYTES) {
            long word = (long) LONG.get(bytes, p);
            long quote = word ^ ('"' * ONES);
            long backslash = word ^ ('\\' * ONES);
            long found = (((quote - ONES) & ~quote)
                            | ((backslash - ONES) & ~backslash)
                            | ((word - (0x20 * ONES)) & ~word)
                            | word)
                    & SIGNS;
            if (found != 0) {
                return p + (Long.numberOfTrailingZeros(found) >>> 3);
            }
            p += Long.BYTES;
        }
        return p;
    }

    private int escape(int backslash) {
        pos = backslash + 1;
        switch (current("an escape")) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> pos++;
            case 'u' -> {
                pos++;
                for (int i = 0; i < 4; i++) {
                    if (Character.digit(current("a hexadecimal digit"), 16) < 0) {
                        throw unexpected("a hexadecimal digit");
                    }
                    pos++;
                }
            }
            default -> throw unexpected("an escape");
        }
        return pos;
    }

    /** Checks one character of two to four bytes: the table of well-formed UTF-8 in Unicode, section 3.9. */
    private int multibyte(int p, int lead) {
        int least = 0x80;
        int most = 0xBF;
        int more;
        if (lead >= 0xC2 && lead <= 0xDF) {
            more = 1;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            more = 2;
            least = lead == 0xE0 ? 0xA0 : least; // no overlong forms
            most = lead == 0xED ? 0x9F : most; // no surrogates
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            more = 3;
            least = lead == 0xF0 ? 0x90 : least; // no overlong forms
            most = lead == 0xF4 ? 0x8F : most; // nothing above U+10FFFF
        } else {
            throw problem(p, "invalid UTF-8");
        }
        for (int i = p + 1; i <= p + more; i++) {
            if (i >= end) {
                throw ended("'\"'");
            }
            int b = bytes[i] & 0xFF;
            if (b < least || b > most) {
                throw problem(p, "invalid UTF-8");
            }
            least = 0x80;
            most = 0xBF;
        }
        return p + more + 1;
    }

    private void number() {
        int start = pos;
        if (bytes[pos] == '-') {
            pos++;
        }
        if (current("a digit") == '0') {
            pos++;
        } else {
            digits();
        }
        if (pos < end && bytes[pos] == '.') {
            pos++;
            digits();
        }
        if (pos < end && (bytes[pos] == 'e' || bytes[pos] == 'E')) {
            pos++;
            byte sign = current("a digit");
            if (sign == '+' || sign == '-') {
                pos++;
            }
            digits();
        }
        if (pos - start > Json.MAX_NUMBER_LENGTH) {
            throw problem(start, "a number too long (expected: at most " + Json.MAX_NUMBER_LENGTH + " characters)");
        }
        tape.addScalar(start, pos, false);
    }

    private void digits() {
        byte first = current("a digit");
        if (first < '0' || first > '9') {
            throw unexpected("a digit");
        }
        do {
            pos++;
        } while (pos < end && bytes[pos] >= '0' && bytes[pos] <= '9');
    }

    private void literal(byte[] expected) {
        int start = pos;
        for (byte letter : expected) {
            if (current("true, false or null") != letter) {
                throw unexpected("true, false or null");
            }
            pos++;
        }
        tape.addScalar(start, pos, false);
    }

    private void skipSpace() {
        while (pos < end && (bytes[pos] == ' ' || bytes[pos] == '\n' || bytes[pos] == '\r' || bytes[pos] == '\t')) {
            pos++;
        }
    }

    private byte token(String expected) {
        if (pos < end && bytes[pos] > ' ') {
            return bytes[pos];
        }
        skipSpace();
        return current(expected);
    }

    private byte current(String expected) {
        if (pos >= end) {
            throw ended(expected);
        }
        return bytes[pos];
    }

    private JsonException ended(String expected) {
        return problem(end, "unexpected end (expected: " + expected + ")");
    }

    private JsonException unexpected(String expected) {
        int b = bytes[pos] & 0xFF;
        String found = b > ' ' && b < 0x7F ? "'" + (char) b + "'" : String.format("byte 0x%02X", b);
        return problem(pos, "unexpected " + found + " (expected: " + expected + ")");
    }

    private JsonException problem(int at, String problem) {
        return JsonException.at(at - from, problem);
    }
}

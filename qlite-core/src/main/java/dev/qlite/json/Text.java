package dev.qlite.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Reads what stands between the quotes of a string the tokenizer has accepted.
 *
 * <p>JSON can escape half a surrogate pair, which UTF-8 cannot say. Bytes made here then hold its three bytes by the
 * ordinary rule ("generalized UTF-8"): distinct strings have distinct bytes.
 */
final class Text {
    private Text() {}

    static String plain(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, UTF_8);
    }

    static String decode(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int p = from;
        while (p < to) {
            int backslash = nextBackslash(bytes, p, to);
            text.append(plain(bytes, p, backslash));
            p = backslash;
            if (p < to) {
                text.append(escaped(bytes, p));
                p = afterEscape(bytes, p);
            }
        }
        return text.toString();
    }

    /** The text as generalized UTF-8. */
    static void unescape(byte[] bytes, int from, int to, Utf8Sink sink) {
        byte[] encoded = new byte[4];
        int p = from;
        while (p < to) {
            int backslash = nextBackslash(bytes, p, to);
            if (backslash > p) {
                sink.accept(bytes, p, backslash);
            }
            p = backslash;
            if (p < to) {
                char first = escaped(bytes, p);
                p = afterEscape(bytes, p);
                int codePoint = first;
                if (Character.isHighSurrogate(first) && p < to && bytes[p] == '\\') {
                    char second = escaped(bytes, p);
                    if (Character.isLowSurrogate(second)) {
                        codePoint = Character.toCodePoint(first, second);
                        p = afterEscape(bytes, p);
                    }
                }
                sink.accept(encoded, 0, encode(codePoint, encoded, 0));
            }
        }
    }

    /** The same, copied. */
    static byte[] unescape(byte[] bytes, int from, int to) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(to - from);
        unescape(bytes, from, to, (piece, start, end) -> text.write(piece, start, end - start));
        return text.toByteArray();
    }

    /** Whether these (generalized) UTF-8 bytes are exactly the characters of {@code expected}. */
    static boolean matches(byte[] bytes, int from, int to, String expected) {
        int length = expected.length();
        if (to - from < length) {
            return false;
        }
        int p = from;
        for (int i = 0; i < length; i++) {
            char c = expected.charAt(i);
            if (c < 0x80) {
                if (p >= to || bytes[p++] != c) {
                    return false;
                }
            } else {
                int codePoint = expected.codePointAt(i);
                byte[] encoded = new byte[4];
                int size = encode(codePoint, encoded, 0);
                if (to - p < size || !Arrays.equals(bytes, p, p + size, encoded, 0, size)) {
                    return false;
                }
                p += size;
                i += Character.charCount(codePoint) - 1;
            }
        }
        return p == to;
    }

    /** Writes one code point, or half a surrogate pair, and returns the position after it. */
    static int encode(int codePoint, byte[] target, int at) {
        int p = at;
        if (codePoint < 0x80) {
            target[p++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            target[p++] = (byte) (0xC0 | (codePoint >> 6));
            target[p++] = continuation(codePoint);
        } else if (codePoint < 0x10000) {
            target[p++] = (byte) (0xE0 | (codePoint >> 12));
            target[p++] = continuation(codePoint >> 6);
            target[p++] = continuation(codePoint);
        } else {
            target[p++] = (byte) (0xF0 | (codePoint >> 18));
            target[p++] = continuation(codePoint >> 12);
            target[p++] = continuation(codePoint >> 6);
            target[p++] = continuation(codePoint);
        }
        return p;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    private static int nextBackslash(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && bytes[p] != '\\') {
            p++;
        }
        return p;
    }

    private static int afterEscape(byte[] bytes, int backslash) {
        return backslash + (bytes[backslash + 1] == 'u' ? 6 : 2);
    }

    private static char escaped(byte[] bytes, int backslash) {
        byte letter = bytes[backslash + 1];
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int c = 0;
                for (int i = backslash + 2; i < backslash + 6; i++) {
                    c = (c << 4) | Character.digit(bytes[i], 16);
                }
                yield (char) c;
            }
            default -> (char) letter;
        };
    }
}

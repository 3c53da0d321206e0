package dev.qlite.json;

import java.util.Arrays;

/** Bytes in the making: grows as needed and knows how JSON quotes a string. Not thread-safe. */
final class Output {
    private static final int LARGEST = Integer.MAX_VALUE - 16;
    private static final String HEX = "0123456789abcdef";
    private static final int LONGEST_ESCAPE = 6;

    private byte[] bytes;
    private int length;

    Output(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    void append(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
    }

    void append(byte[] source, int from, int to) {
        ensure(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    void append(String ascii) {
        ensure(ascii.length());
        byte[] target = bytes;
        int at = length;
        for (int i = 0; i < ascii.length(); i++) {
            target[at++] = (byte) ascii.charAt(i);
        }
        length = at;
    }

    /** The string in quotes; half a surrogate pair becomes an escape, for UTF-8 has no other way to say it. */
    void quote(String text) {
        append('"');
        int i = appendPlain(text, 0);
        while (i < text.length()) {
            i = appendPlain(text, appendOther(text, i));
        }
        append('"');
    }

    /** What JSON and UTF-8 leave as it is, from there on; where it ends. */
    private int appendPlain(String text, int from) {
        ensure(text.length() - from);
        byte[] target = bytes;
        int at = length;
        int i = from;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c >= 0x80) {
                break;
            }
            target[at++] = (byte) c;
        }
        length = at;
        return i;
    }

    /** One code point that is escaped or longer than a byte; where it ends. */
    private int appendOther(String text, int i) {
        ensure(LONGEST_ESCAPE);
        char c = text.charAt(i);
        if (c < 0x80) {
            escape(c);
        } else if (!Character.isSurrogate(c)) {
            length = Text.encode(c, bytes, length);
        } else {
            int codePoint = text.codePointAt(i);
            if (Character.isSupplementaryCodePoint(codePoint)) {
                length = Text.encode(codePoint, bytes, length);
                return i + 2;
            }
            unicodeEscape(c);
        }
        return i + 1;
    }

    private void escape(char c) {
        char letter = switch (c) {
            case '"', '\\' -> c;
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> 'u';
        };
        if (letter == 'u') {
            unicodeEscape(c);
        } else {
            append('\\');
            append(letter);
        }
    }

    private void unicodeEscape(char c) {
        append('\\');
        append('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            append(HEX.charAt((c >> shift) & 0xF));
        }
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            if (length > LARGEST - more) {
                throw new IllegalStateException("JSON text: over 2 GB");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST, 2L * bytes.length + more));
        }
    }
}

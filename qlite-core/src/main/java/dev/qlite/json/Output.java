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
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
    }

    /** The string in quotes; half a surrogate pair becomes an escape, for UTF-8 has no other way to say it. */
    void quote(String text) {
        ensure(text.length() + 2);
        bytes[length++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            ensure(LONGEST_ESCAPE);
            if (c < ' ' || c == '"' || c == '\\') {
                escape(c);
            } else if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else if (!Character.isSurrogate(c)) {
                length = Text.encode(c, bytes, length);
            } else {
                int codePoint = text.codePointAt(i);
                if (Character.isSupplementaryCodePoint(codePoint)) {
                    length = Text.encode(codePoint, bytes, length);
                    i++;
                } else {
                    unicodeEscape(c);
                }
            }
        }
        append('"');
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

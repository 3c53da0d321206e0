package dev.qlite.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 over marks and texts. A text is UTF-8 and ends with 0xFF, which is in no UTF-8: no two sequences look alike.
 * Not thread-safe.
 */
final class KeyDigest {
    private static final byte END = (byte) 0xFF;

    private final MessageDigest sha256 = sha256();
    private final byte[] pending = new byte[1 << 10]; // SHA-256 is dear to call for a few bytes
    private int length;

    /** What comes next, or ends here. */
    void mark(char mark) {
        add((byte) mark);
    }

    /** A whole text. */
    void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        piece(bytes, 0, bytes.length);
        endText();
    }

    /** A piece of a text. */
    void piece(byte[] bytes, int from, int to) {
        int count = to - from;
        if (count > pending.length - length) {
            drain();
            if (count > pending.length / 2) {
                sha256.update(bytes, from, count);
                return;
            }
        }
        System.arraycopy(bytes, from, pending, length, count);
        length += count;
    }

    /** One character of a text that is ASCII. */
    void character(byte character) {
        add(character);
    }

    void endText() {
        add(END);
    }

    byte[] hash() {
        drain();
        return sha256.digest();
    }

    private void add(byte each) {
        if (length == pending.length) {
            drain();
        }
        pending[length++] = each;
    }

    private void drain() {
        sha256.update(pending, 0, length);
        length = 0;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package dev.qlite.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over parts, each with its length before it: no two sequences of parts look alike. Not thread-safe. */
final class KeyDigest {
    private final MessageDigest sha256 = sha256();
    private final ByteBuffer pending = ByteBuffer.allocate(1 << 10);

    /** A kind, or a count: a number that needs no length. */
    void mark(char kind, int count) {
        room(5).put((byte) kind).putInt(count);
    }

    void text(String text) {
        bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    void bytes(ByteBuffer bytes) {
        room(4).putInt(bytes.remaining());
        if (bytes.remaining() <= pending.capacity() / 2) {
            room(bytes.remaining()).put(bytes);
        } else {
            drain();
            sha256.update(bytes);
        }
    }

    byte[] hash() {
        drain();
        return sha256.digest();
    }

    private ByteBuffer room(int bytes) {
        if (pending.remaining() < bytes) {
            drain();
        }
        return pending;
    }

    private void drain() {
        sha256.update(pending.flip());
        pending.clear();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

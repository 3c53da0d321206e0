package dev.qlite.servlet;

import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that callers may show, each with the caller's name; several of one name while a key is changed for another.
 * Only hashes are kept, and a look-up compares with every one of them, in the same time whatever was shown. Immutable.
 */
public final class ApiKeys {
    private final List<Entry> entries;

    private ApiKeys(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Whose key it is, or null if nobody's. */
    public @Nullable Caller find(String shown) {
        byte[] hash = sha256(shown);
        Caller found = null;
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.hash, hash)) {
                found = entry.caller;
            }
        }
        return found;
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A key's hash, and whose it is. */
    private static final class Entry {
        final Caller caller;
        final byte[] hash;

        Entry(Caller caller, byte[] hash) {
            this.caller = caller;
            this.hash = hash;
        }
    }

    /** Collects keys. Not thread-safe. */
    public static final class Builder {
        private final List<Entry> entries = new ArrayList<>();

        private Builder() {}

        /**
         * Lets whoever shows this key in, under this name.
         *
         * @throws IllegalArgumentException if the key is somebody's already, or none that a header can carry; it names
         *     whose, and not the key
         */
        public Builder key(String name, Secret key) {
            if (!key.fitsHeader()) {
                throw new IllegalArgumentException(
                        "the key of " + name + " is empty, or no header can carry it (expected: printable ASCII)");
            }
            byte[] hash = sha256(key.reveal());
            for (Entry entry : entries) {
                if (MessageDigest.isEqual(entry.hash, hash)) {
                    throw new IllegalArgumentException("the key of " + name + " is the key of " + entry.caller
                            + " already (expected: one of its own)");
                }
            }
            entries.add(new Entry(Caller.named(name), hash));
            return this;
        }

        public ApiKeys build() {
            return new ApiKeys(entries);
        }
    }
}

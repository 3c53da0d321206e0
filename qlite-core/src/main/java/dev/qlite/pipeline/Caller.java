package dev.qlite.pipeline;

/**
 * Who asks: it keeps callers apart in the cache, the log and the receipts. Nobody who shows a key becomes one that has a
 * name, whatever the name.
 *
 * @param kind how it is known
 * @param id a name, or a hash of a key; never a key itself
 */
public record Caller(Kind kind, String id) {
    /** How a caller is known. */
    public enum Kind {
        /** Not at all. */
        ANONYMOUS,
        /** By a key that it showed, and nobody verified. */
        KEY,
        /** By a name that somebody vouches for. */
        NAMED
    }

    /** Somebody who showed no key. */
    public static final Caller ANONYMOUS = new Caller(Kind.ANONYMOUS, "anonymous");

    private static final int HASH_SHOWN = 32;

    /** A caller known by name. */
    public static Caller named(String name) {
        return new Caller(Kind.NAMED, name);
    }

    /** A caller known only by the key that it showed, which is not verified here. */
    public static Caller ofKey(String key) {
        return new Caller(Kind.KEY, "key-" + Secret.of(key).hash().substring(0, HASH_SHOWN));
    }

    @Override
    public String toString() {
        return id;
    }
}

package dev.qlite.cache;

/** Who shares answers with whom. */
public enum CacheScope {
    /** Each caller has answers of its own. */
    CALLER,
    /** All callers share them: the owner vouches that any may see what another has asked for. */
    SHARED
}

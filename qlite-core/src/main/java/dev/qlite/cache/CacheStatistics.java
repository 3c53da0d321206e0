package dev.qlite.cache;

/**
 * What a cache has done since it was made.
 *
 * @param hits calls answered from it
 * @param collapsed calls answered by what another call was being answered
 * @param misses calls looked for, or asked anew, and not answered from it
 * @param bypasses calls that it had no part in
 * @param stored answers that were put into the store
 * @param failures of the store, each of which cost a miss or an answer that is not kept
 * @param entries in the store, roughly; -1 where that cannot tell
 * @param bytes that they take, roughly; -1 where the store cannot tell
 */
public record CacheStatistics(
        long hits, long collapsed, long misses, long bypasses, long stored, long failures, long entries, long bytes) {}

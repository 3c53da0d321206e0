package dev.qlite.config;

import dev.qlite.pipeline.Secret;

/**
 * A key that a caller of the server may show. Immutable.
 *
 * @param name who the caller is; several keys may have one name, so that a key can be replaced by another
 * @param key the key itself, unlike all others
 */
public record ApiKey(String name, Secret key) {}

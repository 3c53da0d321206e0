package dev.qlite.pipeline;

/**
 * A model that can be asked for.
 *
 * @param id its name
 * @param owner who serves it, as {@code GET /v1/models} says in {@code owned_by}
 */
public record Model(String id, String owner) {}

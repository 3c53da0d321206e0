package dev.qlite.config;

import dev.qlite.json.Json;

/**
 * A section at a key, or many of one kind. Immutable.
 *
 * @param shape how many, and how one is told from another
 */
record Nested(Section<?> section, Shape shape) implements Content {
    /** How sections stand below a key. */
    enum Shape {
        ONE(""),
        /** One for each name of the user's own; at least one. */
        NAMED(".*"),
        /** A list of them; at least one. */
        LISTED("[]");

        private final String path;

        Shape(String path) {
            this.path = path;
        }
    }

    /** How the path goes on below the key. */
    String path() {
        return shape.path;
    }

    @Override
    public String expected() {
        return switch (shape) {
            case ONE -> section.expected();
            case NAMED -> "names, and a mapping for each";
            case LISTED -> "a list, each of it " + section.expected();
        };
    }

    @Override
    public Json schema() {
        return switch (shape) {
            case ONE -> section.schema();
            case NAMED ->
                Schema.map(section.schema()).toBuilder()
                        .put("minProperties", 1)
                        .put("propertyNames", Schema.pattern(Names.PATTERN))
                        .build();
            case LISTED -> Schema.list(section.schema());
        };
    }
}

package dev.qlite.config;

import dev.qlite.json.Json;

/** What may stand at a key, told to people and to editors. Immutable. */
interface Content {
    /** What is expected, in the words of an error message. */
    String expected();

    /** The same as JSON Schema. */
    Json schema();
}

package dev.qlite.cache;

import dev.qlite.json.Json;

/** Which answers are kept at all. */
public enum CacheWhen {
    /** All: a sampled answer is then the same each time. */
    ALWAYS,
    /** Those to requests that say {@code temperature: 0}; one that leaves it out is sampled. */
    DETERMINISTIC;

    boolean covers(Json body) {
        return this == ALWAYS || isZero(body.get("temperature"));
    }

    /** Exactly: what a double would round to zero is not. */
    private static boolean isZero(Json temperature) {
        if (!temperature.isNumber()) {
            return false;
        }
        for (byte each : temperature.toBytes()) {
            if (each == 'e' || each == 'E') {
                break;
            }
            if (each >= '1' && each <= '9') {
                return false;
            }
        }
        return true;
    }
}

package dev.qlite.servlet;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A name for one request: the client's own, if it is well-formed, else a new one. */
final class RequestIds {
    private static final int LONGEST = 128;

    private RequestIds() {}

    static String of(@Nullable String asked) {
        return asked != null && isWellFormed(asked) ? asked : create();
    }

    private static boolean isWellFormed(String id) {
        return !id.isEmpty() && id.length() <= LONGEST && id.chars().allMatch(RequestIds::isAllowed);
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-_.:".indexOf(c) >= 0;
    }

    /** Unique, not unguessable: it protects nothing. */
    private static String create() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "req_" + Long.toUnsignedString(random.nextLong(), 36) + Long.toUnsignedString(random.nextLong(), 36);
    }
}

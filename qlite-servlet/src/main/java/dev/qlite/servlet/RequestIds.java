package dev.qlite.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A name for one request: the client's own, if it is well-formed, else a new one. */
final class RequestIds {
    private static final String HEADER = "X-Request-Id";

    private static final int LONGEST = 128;

    private RequestIds() {}

    /** The request's name, which it is given, and its answer too, unless it has one already. */
    static String give(HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(RequestIdFilter.ATTRIBUTE) instanceof String given) {
            return given;
        }
        String id = of(request.getHeader(HEADER));
        request.setAttribute(RequestIdFilter.ATTRIBUTE, id);
        response.setHeader(HEADER, id);
        return id;
    }

    private static String of(@Nullable String asked) {
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
        return "req_" + Long.toString(random.nextLong(Long.MAX_VALUE), Character.MAX_RADIX)
                + Long.toString(random.nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
    }
}

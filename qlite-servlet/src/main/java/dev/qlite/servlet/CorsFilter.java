package dev.qlite.servlet;

import dev.qlite.chat.InvalidRequestException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets web pages of some origins call (CORS, the WHATWG Fetch standard): answers their preflights, and says on each answer
 * that they may read it. Pages of other origins get no such word, and their browsers refuse. Stands before whatever asks
 * for a key: a preflight has none. Thread-safe.
 */
public final class CorsFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String ANY = "*";
    private static final String EXPOSED =
            "X-Request-Id, X-Cache, Cache-Status, Age, X-Provider, X-Tokens-Saved, X-Qlite-Dropped,"
                    + " X-Upstream-Request-Id, Retry-After, Retry-After-Ms";
    private static final Pattern HEADER_NAMES = Pattern.compile("[A-Za-z0-9_, -]{1,1000}");

    private final Set<String> origins;

    /** A filter for those origins ({@code https://app.example.org}), or for all if {@code *} is among them. */
    public CorsFilter(Collection<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String origin = request.getHeader("Origin");
        boolean allowed = origin != null && (origins.contains(origin) || origins.contains(ANY));
        if (!response.getHeaders("Vary").contains("Origin")) { // a dispatched answer comes by again
            response.addHeader("Vary", "Origin");
        }
        if (allowed) {
            response.setHeader("Access-Control-Allow-Origin", origins.contains(ANY) ? ANY : origin);
            response.setHeader("Access-Control-Expose-Headers", EXPOSED);
        }
        if (origin == null || !isPreflight(request)) {
            chain.doFilter(request, response);
        } else if (allowed) {
            answerPreflight(request, response);
        } else {
            RequestIds.give(request, response);
            new ErrorAnswer(new InvalidRequestException(
                            403,
                            "Origin: not allowed (expected: one that cors.origins lists)",
                            null,
                            "origin_not_allowed"))
                    .writeTo(response);
        }
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null;
    }

    private static void answerPreflight(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Access-Control-Allow-Methods", "GET, POST");
        String asked = request.getHeader("Access-Control-Request-Headers");
        if (asked != null && HEADER_NAMES.matcher(asked).matches()) {
            response.setHeader("Access-Control-Allow-Headers", asked);
        }
        response.setHeader("Access-Control-Max-Age", "600");
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}

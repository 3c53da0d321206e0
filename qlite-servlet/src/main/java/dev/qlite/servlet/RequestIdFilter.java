package dev.qlite.servlet;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Gives each request a name: the client's own {@code X-Request-Id} if it is well-formed (1 to 128 letters, digits and
 * {@code -_.:}), else a new one. The answer carries it in the same header, and whatever comes after finds it in the
 * request attribute {@link #ATTRIBUTE}. Stands first. Thread-safe.
 */
public final class RequestIdFilter extends HttpFilter {
    /** The request attribute that holds the id, a {@link String}. */
    public static final String ATTRIBUTE = RequestIdFilter.class.getName();

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RequestIds.give(request, response);
        chain.doFilter(request, response);
    }
}

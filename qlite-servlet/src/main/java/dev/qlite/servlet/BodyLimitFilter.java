package dev.qlite.servlet;

import dev.qlite.chat.InvalidRequestException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Refuses bodies over a size with a 413 in OpenAI's form, before the application has read them whole: by what their
 * {@code Content-Length} says, else as they come. A body in gzip is inflated for the application, and it is the inflated
 * size that counts. Thread-safe.
 *
 * <p>Form parameters and parts are read by the container itself, which has limits of its own for them. A body in gzip
 * cannot be read by a {@link jakarta.servlet.ReadListener}.
 */
public final class BodyLimitFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final long maxBytes;

    /**
     * A filter with that limit.
     *
     * @throws IllegalArgumentException if the limit is negative
     */
    public BodyLimitFilter(long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes: " + maxBytes + " (expected: 0 or more)");
        }
        this.maxBytes = maxBytes;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RequestIds.give(request, response);
        if (request.getContentLengthLong() > maxBytes) {
            refuse(request, response);
            return;
        }
        FirstHeaders before = FirstHeaders.of(response);
        LimitedRequest limited = new LimitedRequest(request, maxBytes);
        try {
            chain.doFilter(limited, response);
        } catch (IOException | ServletException | RuntimeException e) {
            if (!limited.isOver() || response.isCommitted()) {
                throw e;
            }
        }
        if (limited.isOver() && !response.isCommitted()) {
            before.restore(response);
            refuse(request, response);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        new ErrorAnswer(tooLarge(maxBytes)).writeTo(response);
        response.flushBuffer();
        RequestBody.discardRest(request);
    }

    static InvalidRequestException tooLarge(long maxBytes) {
        return new InvalidRequestException(
                413, "body: too large (expected: at most " + maxBytes + " bytes)", null, "body_too_large");
    }
}

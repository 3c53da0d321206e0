package dev.qlite.servlet;

import dev.qlite.chat.InternalErrorException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what the application throws into a 500 in OpenAI's form that tells the client nothing, and a line in the log that
 * tells the owner all. Once an answer has begun its end must not look like a good one: then the exception goes on to the
 * container, which breaks the connection off. An {@link IOException}, the client that left, goes on too. Thread-safe.
 */
public final class RecoveryFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryFilter.class);

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = RequestIds.give(request, response);
        FirstHeaders before = FirstHeaders.of(response);
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException | Error e) {
            if (response.isCommitted()) {
                LOG.error("request {}: failed after its answer had begun", id, e);
                throw e;
            }
            LOG.error("request {}: internal error", id, e);
            before.restore(response);
            new ErrorAnswer(new InternalErrorException(e)).writeTo(response);
        }
    }
}

package dev.qlite.servlet;

import dev.qlite.chat.QliteException;
import dev.qlite.pipeline.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;

/**
 * Lets in only who shows a known key ({@link CallerResolver#keys}); the application sees its name as the request's
 * principal. Others get a 401 in OpenAI's form. Thread-safe.
 */
public final class ApiKeyFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final transient ApiKeys keys;

    public ApiKeyFilter(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Caller caller;
        try {
            caller = Callers.ofKey(keys, request);
        } catch (QliteException e) {
            RequestIds.give(request, response);
            new ErrorAnswer(e).writeTo(response);
            response.flushBuffer();
            RequestBody.discardRest(request);
            return;
        }
        chain.doFilter(new Known(request, caller::id), response);
    }

    /** A request whose caller is known. */
    private static final class Known extends HttpServletRequestWrapper {
        private final Principal principal;

        Known(HttpServletRequest request, Principal principal) {
            super(request);
            this.principal = principal;
        }

        @Override
        public Principal getUserPrincipal() {
            return principal;
        }
    }
}

package dev.qlite.servlet;

import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Secret;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Lets in who shows a known key; see {@link CallerResolver#keys}. */
record KeyHolders(ApiKeys keys) implements CallerResolver {
    @Override
    public Caller resolve(HttpServletRequest request) {
        return Callers.ofKey(keys, request);
    }

    /** No key of qlite's own reaches a provider, wherever it was sent and whosever it is. */
    @Override
    public @Nullable Secret credential(HttpServletRequest request) {
        if (request.getHeader(Callers.KEY_HEADER) == null) {
            return null;
        }
        Secret bearer = Callers.credential(request);
        return bearer == null || keys.find(bearer.reveal()) != null ? null : bearer;
    }
}

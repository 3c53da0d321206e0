package dev.qlite.servlet;

import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Secret;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Lets everybody in; see {@link CallerResolver#anybody}. */
record Anybody() implements CallerResolver {
    @Override
    public Caller resolve(HttpServletRequest request) {
        Caller known = Callers.principal(request);
        if (known != null) {
            return known;
        }
        String key = Callers.bearer(request);
        return key == null ? Caller.ANONYMOUS : Caller.ofKey(key);
    }

    @Override
    public @Nullable Secret credential(HttpServletRequest request) {
        return Callers.principal(request) == null ? Callers.credential(request) : null;
    }
}

package dev.qlite.servlet;

import dev.qlite.chat.QliteException;
import dev.qlite.pipeline.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Says who asks. Called before the body is read, by many threads. */
@FunctionalInterface
public interface CallerResolver {
    /**
     * The caller, or null if the request has none: then it is refused.
     *
     * @throws QliteException to refuse it in other words
     */
    @Nullable
    Caller resolve(HttpServletRequest request);

    /** The application's authenticated principal. */
    static CallerResolver principal() {
        return Callers::principal;
    }

    /** The principal, else a hash of the bearer key that was sent, which nobody verifies, else {@link Caller#ANONYMOUS}. */
    static CallerResolver anybody() {
        return Callers::anybody;
    }

    /**
     * Whose key it is that was shown: in {@code X-Qlite-Key}, which is looked at alone if it is sent, else as
     * {@code Authorization: Bearer}.
     */
    static CallerResolver keys(ApiKeys keys) {
        return request -> Callers.ofKey(keys, request);
    }
}

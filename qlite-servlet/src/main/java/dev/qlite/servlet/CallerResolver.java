package dev.qlite.servlet;

import dev.qlite.chat.QliteException;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Secret;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Says who asks, and what key of its own is to be shown to providers that are asked with the caller's ({@code auth:
 * client}). Called before the body is read, by many threads.
 */
@FunctionalInterface
public interface CallerResolver {
    /**
     * The caller, or null if the request has none: then it is refused.
     *
     * @throws QliteException to refuse it in other words
     */
    @Nullable
    Caller resolve(HttpServletRequest request);

    /**
     * The caller's own key for such a provider, or null if it has none: none unless this is overridden. Called after {@link
     * #resolve} has found a caller. Never give what lets the caller into the application itself.
     *
     * @throws QliteException to refuse the request
     */
    default @Nullable Secret credential(HttpServletRequest request) {
        return null;
    }

    /** The application's authenticated principal. No key is forwarded: what was sent is the application's. */
    static CallerResolver principal() {
        return Callers::principal;
    }

    /**
     * The principal, else a hash of the bearer key that was sent, which nobody verifies, else {@link Caller#ANONYMOUS}.
     * Without a principal that key may be forwarded.
     */
    static CallerResolver anybody() {
        return new Anybody();
    }

    /**
     * Whose key it is that was shown: in {@code X-Qlite-Key}, which is looked at alone if it is sent, else as
     * {@code Authorization: Bearer}. A bearer's key beside {@code X-Qlite-Key} may be forwarded, unless it is one of these.
     */
    static CallerResolver keys(ApiKeys keys) {
        return new KeyHolders(keys);
    }
}

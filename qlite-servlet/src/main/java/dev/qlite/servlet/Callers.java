package dev.qlite.servlet;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways to tell who asks; no message shows anything of what was sent. */
final class Callers {
    static final String KEY_HEADER = "X-Qlite-Key";

    private static final String BEARER = "Bearer ";
    private static final String WHERE = "expected: Authorization: Bearer, or " + KEY_HEADER;

    private Callers() {}

    static @Nullable Caller principal(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        return principal == null ? null : Caller.named(principal.getName());
    }

    /** What was first sent as {@code Authorization: Bearer}, or null if nothing was. */
    static @Nullable String bearer(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        return authorization != null && isBearer(authorization) ? bearer(authorization) : null;
    }

    /** The same as a key that can be sent on: null if it cannot, or if there are two. */
    static @Nullable Secret credential(HttpServletRequest request) {
        String bearer = bearer(request);
        if (bearer == null
                || Collections.list(request.getHeaders("Authorization")).size() > 1) {
            return null;
        }
        Secret key = Secret.of(bearer);
        return key.fitsHeader() ? key : null;
    }

    static Caller ofKey(ApiKeys keys, HttpServletRequest request) {
        Caller caller = keys.find(shown(request));
        if (caller == null) {
            throw refused("API key: not known", "invalid_api_key");
        }
        return caller;
    }

    /** Who asks, as that finds it; a request without a caller is refused. */
    static Caller required(CallerResolver callers, HttpServletRequest request) {
        Caller caller = callers.resolve(request);
        if (caller == null) {
            throw refused(
                    "caller: nobody is logged in (expected: a principal of the application's; or QliteServlet's builder is"
                            + " given apiKeys, callers or allowAnonymous)",
                    "no_caller");
        }
        return caller;
    }

    private static String shown(HttpServletRequest request) {
        List<String> own = Collections.list(request.getHeaders(KEY_HEADER));
        List<String> shown = own.isEmpty() ? Collections.list(request.getHeaders("Authorization")) : own;
        if (shown.size() > 1) {
            throw refused("API key: sent twice (expected: one)", "invalid_api_key");
        }
        if (shown.isEmpty()) {
            throw refused(misplaced(request), "invalid_api_key");
        }
        if (!own.isEmpty()) {
            return shown.get(0).strip();
        }
        if (!isBearer(shown.get(0))) {
            throw refused("API key: Authorization is not a Bearer's (" + WHERE + ")", "invalid_api_key");
        }
        return bearer(shown.get(0));
    }

    /** What to say of a request without a key: it may be in the wrong place. */
    private static String misplaced(HttpServletRequest request) {
        for (String header : List.of("api-key", "x-api-key", "x-goog-api-key")) {
            if (request.getHeader(header) != null) {
                return "API key: not looked for in " + header + " (" + WHERE + ")";
            }
        }
        String query = request.getQueryString();
        return query != null && query.contains("key=")
                ? "API key: not looked for in the query, where logs would show it (" + WHERE + ")"
                : "API key: missing (" + WHERE + ")";
    }

    private static boolean isBearer(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    private static String bearer(String authorization) {
        return authorization.substring(BEARER.length()).strip();
    }

    private static InvalidRequestException refused(String message, String code) {
        return new InvalidRequestException(401, message, null, code);
    }
}

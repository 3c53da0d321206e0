package dev.qlite.servlet;

import dev.qlite.pipeline.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;

/** Who asks: the application's authenticated principal, else a hash of the bearer key that was sent. */
final class Callers {
    private static final String BEARER = "Bearer ";

    private Callers() {}

    static Caller of(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        if (principal != null) {
            return Caller.named(principal.getName());
        }
        String authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Caller.ofKey(authorization.substring(BEARER.length()).strip());
        }
        return Caller.ANONYMOUS;
    }
}

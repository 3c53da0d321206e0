package dev.qlite.servlet;

import dev.qlite.json.Json;
import jakarta.servlet.http.HttpServletRequest;

/** {@code GET /health}: whether this process answers. */
final class HealthEndpoint implements Endpoint {
    private static final Json OK = Json.object().put("status", "ok").build();

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public Work accept(HttpServletRequest request, String requestId) {
        return Work.atOnce(new JsonAnswer(OK));
    }
}

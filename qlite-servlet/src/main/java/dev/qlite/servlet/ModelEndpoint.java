package dev.qlite.servlet;

import dev.qlite.Qlite;
import dev.qlite.chat.InvalidRequestException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code GET /v1/models/{id}}: whether a model can be asked for, and who answers; 404 with the nearest names if not. */
final class ModelEndpoint implements Endpoint {
    static final String PREFIX = "/v1/models/";

    private final Qlite qlite;
    private final CallerResolver callers;

    ModelEndpoint(Qlite qlite, CallerResolver callers) {
        this.qlite = qlite;
        this.callers = callers;
    }

    @Override
    public List<String> methods() {
        return List.of("GET");
    }

    @Override
    public Work accept(HttpServletRequest request, Visit visit) {
        Callers.required(callers, request);
        String path = request.getRequestURI().substring(request.getContextPath().length());
        String id = decoded(path.substring(PREFIX.length()));
        String owner = qlite.registry().resolve(id).provider().name();
        return Work.atOnce(new JsonAnswer(ModelsEndpoint.model(id, owner)));
    }

    /** A path's escapes are a form's, but for the plus. */
    private static String decoded(String escaped) {
        try {
            return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    400, "path: a % without two hexadecimal digits (expected: a model's name)", null, null);
        }
    }
}

package dev.qlite.servlet;

import dev.qlite.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /health} and what is below it: whether this process lives, and whether it wants requests. */
final class HealthEndpoint implements Endpoint {
    private static final Answer OK =
            new JsonAnswer(Json.object().put("status", "ok").build());

    private final Supplier<@Nullable String> obstacle;

    /** @param obstacle says why no requests are wanted, or null if they are */
    HealthEndpoint(Supplier<@Nullable String> obstacle) {
        this.obstacle = obstacle;
    }

    @Override
    public List<String> methods() {
        return List.of("GET");
    }

    @Override
    public Work accept(HttpServletRequest request, Visit visit) {
        String reason = obstacle.get();
        return Work.atOnce(
                reason == null
                        ? OK
                        : new JsonAnswer(
                                Json.object()
                                        .put("status", "not ready")
                                        .put("reason", reason)
                                        .build(),
                                HttpServletResponse.SC_SERVICE_UNAVAILABLE));
    }

    /** Whoever watches over a server wants an answer above all when it is full. */
    @Override
    public boolean isAdmitted() {
        return false;
    }
}

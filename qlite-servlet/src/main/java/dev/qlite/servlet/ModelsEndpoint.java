package dev.qlite.servlet;

import dev.qlite.Qlite;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Lifetime;
import dev.qlite.pipeline.Model;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;

/** {@code GET /v1/models}: all that can be asked for. */
final class ModelsEndpoint implements Endpoint {
    private final Qlite qlite;
    private final CallerResolver callers;

    ModelsEndpoint(Qlite qlite, CallerResolver callers) {
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
        return Work.waiting(Lifetime.unbounded(), () -> new JsonAnswer(list()));
    }

    /** A model as OpenAI's API shows it; when it was made is not known. */
    static Json model(String id, String owner) {
        return Json.object()
                .put("id", id)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", owner)
                .build();
    }

    private Json list() {
        List<Json> models = new ArrayList<>();
        for (Model model : qlite.models()) {
            models.add(model(model.id(), model.owner()));
        }
        return Json.object()
                .put("object", "list")
                .put("data", Json.array(models))
                .build();
    }
}

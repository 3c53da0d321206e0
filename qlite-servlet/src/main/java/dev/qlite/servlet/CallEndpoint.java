package dev.qlite.servlet;

import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;

/** A JSON request that becomes a call: {@code POST /v1/chat/completions}, {@code POST /v1/embeddings}. */
final class CallEndpoint implements Endpoint {
    private final Calls calls;
    private final RequestBody body;
    private final Function<Json, Call.Builder> operation;

    /** @param operation makes the call of a request's body; throws what is wrong with that */
    CallEndpoint(Calls calls, RequestBody body, Function<Json, Call.Builder> operation) {
        this.calls = calls;
        this.body = body;
        this.operation = operation;
    }

    @Override
    public List<String> methods() {
        return List.of("POST");
    }

    @Override
    public Work accept(HttpServletRequest request, Visit visit) {
        Caller caller = calls.caller(request);
        return calls.make(
                operation.apply(body.json(request, visit.memory())).caller(caller), request, visit.requestId());
    }
}

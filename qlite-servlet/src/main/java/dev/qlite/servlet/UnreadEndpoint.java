package dev.qlite.servlet;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Operation;
import dev.qlite.pipeline.Unread;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A request that passes unread, but for the model's name where the body is JSON. */
final class UnreadEndpoint implements Endpoint {
    /** What goes on of a caller's headers; nothing else does. */
    private static final List<String> HEADERS = List.of("Content-Type", "Accept", "OpenAI-Beta", "Idempotency-Key");

    private static final byte[] NO_BODY = {};

    private final Calls calls;
    private final RequestBody body;
    private final Operation operation;
    private final List<String> methods;

    UnreadEndpoint(Calls calls, RequestBody body, Operation operation, List<String> methods) {
        this.calls = calls;
        this.body = body;
        this.operation = operation;
        this.methods = methods;
    }

    @Override
    public List<String> methods() {
        return methods;
    }

    @Override
    public Work accept(HttpServletRequest request, Visit visit) {
        Caller caller = calls.caller(request);
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        byte[] bytes = hasBody(request) ? body.bytes(request, visit.memory()) : NO_BODY;
        Json json = hasBody(request) && RequestBody.isJson(request) ? document(bytes) : Json.MISSING;
        Unread unread = new Unread(method, request.getQueryString(), headers(request), bytes);
        return calls.make(Call.unread(operation, json, unread).caller(caller), request, visit.requestId());
    }

    /** What comes without a length and without chunks has none (RFC 9112, 6.3). */
    private static boolean hasBody(HttpServletRequest request) {
        return request.getMethod().equals("POST")
                || request.getContentLengthLong() > 0
                || request.getHeader("Transfer-Encoding") != null;
    }

    private static Json document(byte[] bytes) {
        Json document = RequestBody.parse(bytes);
        if (!document.isObject()) {
            throw new InvalidRequestException(400, "body: not a JSON object", null, "invalid_json");
        }
        return document;
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new HashMap<>();
        for (String name : HEADERS) {
            String value = request.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return headers;
    }
}

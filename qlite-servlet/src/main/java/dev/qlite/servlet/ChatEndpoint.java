package dev.qlite.servlet;

import dev.qlite.Qlite;
import dev.qlite.chat.ChatRequest;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Lifetime;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/chat/completions}. */
final class ChatEndpoint implements Endpoint {
    private final Qlite qlite;
    private final CallerResolver callers;
    private final RequestBody body;
    private final Duration heartbeat;

    ChatEndpoint(Qlite qlite, CallerResolver callers, RequestBody body, Duration heartbeat) {
        this.qlite = qlite;
        this.callers = callers;
        this.body = body;
        this.heartbeat = heartbeat;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public Work accept(HttpServletRequest request, String requestId) {
        Caller caller = Callers.required(callers, request);
        Lifetime lifetime = Lifetime.unbounded();
        Call call = Call.chat(ChatRequest.of(body.read(request)))
                .caller(caller)
                .lifetime(lifetime)
                .cacheControl(CacheControl.parse(joined(request.getHeaders("Cache-Control"))))
                .requestId(requestId)
                .build();
        return Work.waiting(lifetime, () -> new ReplyAnswer(qlite.handle(call), heartbeat));
    }

    private static @Nullable String joined(@Nullable Enumeration<String> values) {
        return values == null || !values.hasMoreElements() ? null : String.join(",", Collections.list(values));
    }
}

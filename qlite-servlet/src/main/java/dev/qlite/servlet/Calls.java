package dev.qlite.servlet;

import dev.qlite.Qlite;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Lifetime;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;

/** What every request that becomes a call has in common: who asks, the headers that steer it, the reply as an answer. */
record Calls(Qlite qlite, CallerResolver callers, Duration heartbeat) {
    /** Who asks; a request without a caller is refused, before its body is read. */
    Caller caller(HttpServletRequest request) {
        return Callers.required(callers, request);
    }

    /** The work of a call, whose body and caller are known. */
    Work make(Call.Builder parts, HttpServletRequest request, String requestId) {
        Lifetime lifetime = Lifetime.unbounded();
        Call call = parts.lifetime(lifetime)
                .credential(callers.credential(request))
                .cacheControl(CacheControl.parse(joined(request, "Cache-Control")))
                .passedBy(joined(request, "CDN-Loop"))
                .requestId(requestId)
                .build();
        return Work.waiting(lifetime, () -> new ReplyAnswer(qlite.handle(call), heartbeat));
    }

    /** All values of a header, as one; empty if it was not sent. */
    private static String joined(HttpServletRequest request, String name) {
        Enumeration<String> values = request.getHeaders(name);
        return values == null || !values.hasMoreElements() ? "" : String.join(", ", Collections.list(values));
    }
}

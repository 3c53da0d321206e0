package dev.qlite.servlet;

import dev.qlite.Qlite;
import dev.qlite.chat.InvalidRequestException;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Lifetime;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;

/** What every request that becomes a call has in common: who asks, the headers that steer it, the reply as an answer. */
record Calls(Qlite qlite, CallerResolver callers, Duration heartbeat, boolean explain) {
    private static final int LONGEST_NAMESPACE = 128;

    /** Who asks; a request without a caller is refused, before its body is read. */
    Caller caller(HttpServletRequest request) {
        return Callers.required(callers, request);
    }

    /** The work of a call, whose body and caller are known. */
    Work make(Call.Builder parts, HttpServletRequest request, String requestId) {
        Lifetime lifetime = Lifetime.unbounded();
        Call call = parts.lifetime(lifetime)
                .credential(callers.credential(request))
                .budget(qlite.budget())
                .cacheControl(CacheControl.parse(joined(request, "Cache-Control")))
                .cacheNamespace(namespace(request))
                .explained(explain && "1".equals(request.getHeader("X-Qlite-Explain")))
                .passedBy(joined(request, "CDN-Loop"))
                .requestId(requestId)
                .build();
        boolean takesTrailers = takesTrailers(request);
        return Work.waiting(lifetime, () -> new ReplyAnswer(qlite.handle(call), heartbeat, takesTrailers));
    }

    /** HTTP/2 has them; over HTTP/1.1 a client says that it reads them (RFC 9110, 10.1.4). */
    private static boolean takesTrailers(HttpServletRequest request) {
        return switch (request.getProtocol()) {
            case "HTTP/2.0", "HTTP/2" -> true;
            case "HTTP/1.1" -> joined(request, "TE").toLowerCase(Locale.ROOT).contains("trailers");
            default -> false;
        };
    }

    private static String namespace(HttpServletRequest request) {
        String namespace = request.getHeader("X-Cache-Namespace");
        if (namespace == null) {
            return "";
        }
        if (namespace.length() > LONGEST_NAMESPACE || !namespace.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new InvalidRequestException(
                    400,
                    "X-Cache-Namespace: not a name (expected: up to " + LONGEST_NAMESPACE
                            + " printable characters, without spaces)",
                    null,
                    "invalid_value");
        }
        return namespace;
    }

    /** All values of a header, as one; empty if it was not sent. */
    private static String joined(HttpServletRequest request, String name) {
        Enumeration<String> values = request.getHeaders(name);
        return values == null || !values.hasMoreElements() ? "" : String.join(", ", Collections.list(values));
    }
}

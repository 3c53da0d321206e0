package dev.qlite.servlet;

import dev.qlite.Qlite;
import dev.qlite.chat.ChatRequest;
import dev.qlite.chat.InvalidRequestException;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Operation;
import dev.qlite.provider.UnreadPaths;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's API in a servlet container: {@code POST /v1/chat/completions} and {@code /v1/embeddings}, {@code GET /v1/models}
 * (and one of them), {@code GET /health}, and what passes unread ({@code /v1/responses} and others), under the context's
 * path. Map it to {@code /*} with async support. Thread-safe.
 *
 * <p>It is closed to requests without a caller: see {@link CallerResolver}. {@code /health} needs none.
 *
 * <p>It does not own the {@link Qlite}: who built that closes it.
 */
public final class QliteServlet extends HttpServlet {
    private static final String V1 = "/v1/";

    private final transient Map<String, Endpoint> endpoints;
    private final transient Endpoint model;
    private final transient UnreadPaths unreadPaths;
    private final transient Calls calls;
    private final transient RequestBody body;
    private final transient Admission admission;
    private final transient Waiting waiting;

    private QliteServlet(Builder parts) {
        this.body = new RequestBody(parts.maxBody);
        this.calls = new Calls(parts.qlite, parts.callers, parts.heartbeat, parts.explain);
        this.unreadPaths = parts.unreadPaths;
        this.endpoints = Map.of(
                "/v1/chat/completions", new CallEndpoint(calls, body, json -> Call.chat(ChatRequest.of(json))),
                "/v1/embeddings", new CallEndpoint(calls, body, Call::embeddings),
                "/v1/models", new ModelsEndpoint(parts.qlite, parts.callers),
                "/health", new HealthEndpoint(parts.obstacle),
                "/health/ready", new HealthEndpoint(parts.obstacle),
                "/health/live", new HealthEndpoint(() -> null));
        this.model = new ModelEndpoint(parts.qlite, parts.callers);
        this.waiting = new Waiting(parts.blocking);
        this.admission = new Admission(parts.maxInFlight);
    }

    public static Builder builder(Qlite qlite) {
        return new Builder(qlite);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            Visit visit = Visit.resume(request);
            try {
                visit.answer(response);
            } finally {
                visit.end();
            }
            return;
        }
        Visit visit = Visit.begin(request, response, calls.qlite().budget());
        try {
            begin(visit, request, response);
        } finally {
            if (!request.isAsyncStarted()) {
                visit.end();
            }
        }
    }

    private void begin(Visit visit, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Work work;
        try {
            Endpoint endpoint = endpoint(request, response);
            if (endpoint.isAdmitted()) {
                visit.enter(admission);
            }
            work = endpoint.accept(request, visit);
        } catch (RuntimeException e) {
            visit.answer(ErrorAnswer.of(e), response);
            response.flushBuffer();
            visit.end(); // what a client goes on sending holds no place
            RequestBody.discardRest(request);
            return;
        }
        waiting.answer(work, visit, request, response);
    }

    @Override
    public void destroy() {
        waiting.close();
    }

    private Endpoint endpoint(HttpServletRequest request, HttpServletResponse response) {
        if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            throw new InvalidRequestException(
                    400, "Upgrade: no WebSockets here (expected: a request for one answer or a stream)", null, null);
        }
        String path = request.getRequestURI().substring(request.getContextPath().length());
        Endpoint endpoint = at(path);
        if (endpoint == null) {
            throw new InvalidRequestException(
                    404,
                    "path: nothing is here (there are: /v1/chat/completions, /v1/embeddings, /v1/models, /v1/responses and"
                            + " others that pass unread, /health)",
                    null,
                    null);
        }
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        if (!endpoint.methods().contains(method)) {
            String allowed = String.join(", ", endpoint.methods()).replace("GET", "GET, HEAD");
            response.setHeader("Allow", allowed);
            throw new InvalidRequestException(
                    405, "method: " + path + " takes only " + allowed, null, "method_not_allowed");
        }
        return endpoint;
    }

    private @Nullable Endpoint at(String path) {
        Endpoint endpoint = path.startsWith(ModelEndpoint.PREFIX) ? model : endpoints.get(path);
        if (endpoint != null || !path.startsWith(V1)) {
            return endpoint;
        }
        Operation operation = unreadPaths.operation(path.substring(V1.length()));
        return operation == null ? null : new UnreadEndpoint(calls, body, operation, unreadPaths.methods(operation));
    }

    /** Collects the servlet's settings. Not thread-safe. */
    public static final class Builder {
        private final Qlite qlite;
        private CallerResolver callers = CallerResolver.principal();
        private final List<String> saidOfCallers = new ArrayList<>();
        private Supplier<@Nullable String> obstacle = () -> null;
        private UnreadPaths unreadPaths = UnreadPaths.DEFAULT;
        private long maxBody = 32L << 20;
        private Duration heartbeat = Duration.ofSeconds(15);
        private boolean explain;
        private boolean blocking;
        private int maxInFlight = VirtualThreads.areSupported() ? 10_000 : 200;

        private Builder(Qlite qlite) {
            this.qlite = qlite;
        }

        /** Lets in who shows one of these keys. By default only a principal of the application's is let in. */
        public Builder apiKeys(ApiKeys keys) {
            return callers("apiKeys", CallerResolver.keys(keys));
        }

        /** Lets in whom this finds. By default only a principal of the application's is let in. */
        public Builder callers(CallerResolver callers) {
            return callers("callers", callers);
        }

        /**
         * Lets everybody in, who then spends the owner's money: for a servlet that others guard. Callers are kept apart by
         * the keys that they send, which nobody verifies.
         */
        public Builder allowAnonymous() {
            return callers("allowAnonymous", CallerResolver.anybody());
        }

        private Builder callers(String said, CallerResolver callers) {
            saidOfCallers.add(said);
            this.callers = callers;
            return this;
        }

        /**
         * Says whether requests are wanted: what {@code /health} and {@code /health/ready} answer. By default they are.
         *
         * @param obstacle why not, in words, or null; called by many threads
         */
        public Builder obstacle(Supplier<@Nullable String> obstacle) {
            this.obstacle = obstacle;
            return this;
        }

        /**
         * Lets these paths below {@code /v1/} pass unread too, such as {@code files} and {@code files/*}; every caller then
         * sees what is the owner's there. {@code responses}, {@code completions}, {@code moderations}, {@code images/*} and
         * {@code audio/*} pass anyway.
         *
         * @throws IllegalArgumentException if one of them is no path
         */
        public Builder passThrough(List<String> paths) {
            this.unreadPaths = UnreadPaths.adding(paths);
            return this;
        }

        /** The most bytes of a request's body; 32 MB by default. */
        public Builder maxBody(long bytes) {
            this.maxBody = bytes;
            return this;
        }

        /** How long a stream may be silent before a comment is sent; 15 s by default. */
        public Builder heartbeat(Duration heartbeat) {
            this.heartbeat = heartbeat;
            return this;
        }

        /**
         * Lets clients ask, by {@code X-Qlite-Explain: 1}, what the cache made of their request; answered in a header of that
         * name. Not by default.
         */
        public Builder explain(boolean explain) {
            this.explain = explain;
            return this;
        }

        /**
         * Has every call wait on the container's own thread: for a server that has nothing else to do. By default only
         * virtual threads wait; on a platform thread the call is asynchronous.
         */
        public Builder blocking(boolean blocking) {
            this.blocking = blocking;
            return this;
        }

        /**
         * How many requests may be under way at a time, health apart; one more is a 503 before its body is read. 10,000 by
         * default where the JVM has virtual threads, else 200: so many threads of its own may then wait.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxInFlight(int requests) {
            if (requests <= 0) {
                throw new IllegalArgumentException("max_in_flight: " + requests + " (expected: > 0)");
            }
            this.maxInFlight = requests;
            return this;
        }

        public QliteServlet build() {
            if (saidOfCallers.size() > 1) {
                throw new IllegalStateException("who is let in was said " + saidOfCallers.size() + " times: "
                        + String.join(", ", saidOfCallers) + " (expected: one of apiKeys, callers, allowAnonymous)");
            }
            return new QliteServlet(this);
        }
    }
}

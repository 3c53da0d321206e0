package dev.qlite.servlet;

import dev.qlite.Qlite;
import dev.qlite.chat.InvalidRequestException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's API in a servlet container: {@code POST /v1/chat/completions}, {@code GET /v1/models} (and
 * one of them) and {@code GET /health}, under the context's path. Map it to {@code /*} with async support. Thread-safe.
 *
 * <p>It is closed to requests without a caller: see {@link CallerResolver}. {@code /health} needs none.
 *
 * <p>It does not own the {@link Qlite}: who built that closes it.
 */
public final class QliteServlet extends HttpServlet {
    private final transient Map<String, Endpoint> endpoints;
    private final transient Endpoint model;
    private final transient Waiting waiting;

    private QliteServlet(Builder parts) {
        RequestBody body = new RequestBody(parts.maxBody);
        this.endpoints = Map.of(
                "/v1/chat/completions", new ChatEndpoint(parts.qlite, parts.callers, body, parts.heartbeat),
                "/v1/models", new ModelsEndpoint(parts.qlite, parts.callers),
                "/health", new HealthEndpoint(parts.obstacle),
                "/health/ready", new HealthEndpoint(parts.obstacle),
                "/health/live", new HealthEndpoint(() -> null));
        this.model = new ModelEndpoint(parts.qlite, parts.callers);
        this.waiting = new Waiting(parts.blocking, parts.maxWaiting);
    }

    public static Builder builder(Qlite qlite) {
        return new Builder(qlite);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            Visit.resume(request).answer(response);
            return;
        }
        Visit visit = Visit.begin(request, response);
        Work work;
        try {
            work = endpoint(request, response).accept(request, visit.requestId());
        } catch (RuntimeException e) {
            visit.answer(ErrorAnswer.of(e), response);
            response.flushBuffer();
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
        String path = request.getRequestURI().substring(request.getContextPath().length());
        Endpoint endpoint = path.startsWith(ModelEndpoint.PREFIX) ? model : endpoints.get(path);
        if (endpoint == null) {
            throw new InvalidRequestException(
                    404, "path: nothing is here (there are: /v1/chat/completions, /v1/models, /health)", null, null);
        }
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        if (!method.equals(endpoint.method())) {
            String allowed = endpoint.method().equals("GET") ? "GET, HEAD" : endpoint.method();
            response.setHeader("Allow", allowed);
            throw new InvalidRequestException(
                    405, "method: " + path + " takes only " + allowed, null, "method_not_allowed");
        }
        return endpoint;
    }

    /** Collects the servlet's settings. Not thread-safe. */
    public static final class Builder {
        private final Qlite qlite;
        private CallerResolver callers = CallerResolver.principal();
        private Supplier<@Nullable String> obstacle = () -> null;
        private long maxBody = 32L << 20;
        private Duration heartbeat = Duration.ofSeconds(15);
        private boolean blocking;
        private int maxWaiting = 200;

        private Builder(Qlite qlite) {
            this.qlite = qlite;
        }

        /** Lets in who shows one of these keys. By default only a principal of the application's is let in. */
        public Builder apiKeys(ApiKeys keys) {
            return callers(CallerResolver.keys(keys));
        }

        /** Lets in whom this finds. By default only a principal of the application's is let in. */
        public Builder callers(CallerResolver callers) {
            this.callers = callers;
            return this;
        }

        /**
         * Lets everybody in, who then spends the owner's money: for a servlet that others guard. Callers are kept apart by
         * the keys that they send, which nobody verifies.
         */
        public Builder allowAnonymous() {
            return callers(CallerResolver.anybody());
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
         * Has every call wait on the container's own thread: for a server that has nothing else to do. By default only
         * virtual threads wait; on a platform thread the call is asynchronous.
         */
        public Builder blocking(boolean blocking) {
            this.blocking = blocking;
            return this;
        }

        /** How many asynchronous calls may wait for their answers at a time; more are a 503. 200 by default. */
        public Builder maxWaiting(int calls) {
            this.maxWaiting = calls;
            return this;
        }

        public QliteServlet build() {
            return new QliteServlet(this);
        }
    }
}

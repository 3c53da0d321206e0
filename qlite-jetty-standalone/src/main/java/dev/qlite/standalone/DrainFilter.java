package dev.qlite.standalone;

import dev.qlite.json.Json;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Knows the requests under way, and lets no more in once the server is to stop; health is still answered, so that a load
 * balancer learns of it. For a server that answers on the threads that ask. Thread-safe.
 */
final class DrainFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String STOPPING = "the server stops";

    private static final byte[] REFUSAL = Json.object()
            .put(
                    "error",
                    Json.object()
                            .put("message", STOPPING + " (expected: another one, or this one later)")
                            .put("type", "server_error")
                            .put("param", Json.NULL)
                            .put("code", "stopping")
                            .build())
            .build()
            .toBytes();

    private final transient ReentrantLock lock = new ReentrantLock();
    private final transient Condition isEmpty = lock.newCondition();
    private int underWay;
    private boolean stopping;

    /** Why no requests are wanted, or null while they are. */
    @Nullable
    String obstacle() {
        lock.lock();
        try {
            return stopping ? STOPPING : null;
        } finally {
            lock.unlock();
        }
    }

    /** Lets no more requests in. */
    void stop() {
        lock.lock();
        try {
            stopping = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until no request is under way.
     *
     * @return whether that is so
     * @throws InterruptedException if the wait is interrupted
     */
    boolean await(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (underWay > 0 && left > 0) {
                left = isEmpty.awaitNanos(left);
            }
            return underWay == 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getRequestURI().startsWith("/health")) {
            chain.doFilter(request, response);
        } else if (enter()) {
            try {
                chain.doFilter(request, response);
                response.getOutputStream().close(); // sent whole; a flush would send it before its end
            } finally {
                leave();
            }
        } else {
            refuse(request, response);
        }
    }

    private boolean enter() {
        lock.lock();
        try {
            underWay += stopping ? 0 : 1;
            return !stopping;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            if (--underWay == 0) {
                isEmpty.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** HTTP/2 has no such header: there the server says that it goes away. */
    private static void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getProtocol().startsWith("HTTP/1.")) {
            response.setHeader("Connection", "close");
        }
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Retry-After", "1");
        response.setContentType("application/json");
        response.setContentLength(REFUSAL.length);
        response.getOutputStream().write(REFUSAL);
    }
}

package dev.qlite.servlet;

import dev.qlite.pipeline.Receipt;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for each HTTP request when it is over: time, id, method, path, status, milliseconds, and, where qlite
 * answered it, caller, model, provider, cache, tokens and attempts. Never a prompt, a key, a header or a query.
 * Thread-safe.
 */
public final class AccessLogFilter extends HttpFilter {
    /** The request attribute in which a door leaves the {@link Receipt} of its call. */
    public static final String RECEIPT = Receipt.class.getName();

    /** The request attribute that says that the client left before its answer was whole. */
    static final String LEFT = AccessLogFilter.class.getName() + ".left";

    private static final String ATTRIBUTE = AccessLogFilter.class.getName();
    private static final long serialVersionUID = 1L;

    private final Format format;
    private final transient Consumer<String> sink;

    /** How a line looks. */
    public enum Format {
        /** A JSON object a line, for machines. */
        JSON {
            @Override
            String of(AccessLine line) {
                return line.json();
            }
        },
        /** A short text, for people. */
        TEXT {
            @Override
            String of(AccessLine line) {
                return line.text();
            }
        };

        abstract String of(AccessLine line);
    }

    /** JSON to the logger {@code dev.qlite.access}, at level INFO. */
    public AccessLogFilter() {
        this(Format.JSON, LoggerFactory.getLogger("dev.qlite.access")::info);
    }

    /**
     * Lines of that form to where you like.
     *
     * @param sink called by many threads; a line has no line end
     */
    public AccessLogFilter(Format format, Consumer<String> sink) {
        this.format = format;
        this.sink = sink;
    }

    /** Whether a filter before will write the line of this request. */
    static boolean covers(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) != null;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getDispatcherType() != DispatcherType.REQUEST || covers(request)) {
            chain.doFilter(request, response);
            return;
        }
        Entry entry = new Entry(RequestIds.give(request, response), request, response);
        request.setAttribute(ATTRIBUTE, entry);
        try {
            chain.doFilter(request, response);
        } catch (IOException e) {
            request.setAttribute(LEFT, true);
            entry.write();
            throw e;
        } catch (ServletException | RuntimeException | Error e) {
            entry.failed = !response.isCommitted();
            entry.write();
            throw e;
        }
        if (request.isAsyncStarted()) {
            request.getAsyncContext().addListener(entry);
        } else {
            entry.write();
        }
    }

    /** One request until its line is written, once. Its events come one after the other. */
    private final class Entry implements AsyncListener {
        private final Instant time = Instant.now();
        private final long begun = System.nanoTime();
        private final String id;
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private boolean failed;

        Entry(String id, HttpServletRequest request, HttpServletResponse response) {
            this.id = id;
            this.request = request;
            this.response = response;
        }

        void write() {
            long micros = (System.nanoTime() - begun) / 1_000;
            Receipt receipt = request.getAttribute(RECEIPT) instanceof Receipt told ? told : null;
            int status = failed ? HttpServletResponse.SC_INTERNAL_SERVER_ERROR : response.getStatus();
            boolean left = request.getAttribute(LEFT) != null;
            sink.accept(format.of(new AccessLine(
                    time, id, request.getMethod(), request.getRequestURI(), status, micros, left, receipt)));
        }

        @Override
        public void onComplete(AsyncEvent event) {
            write();
        }

        @Override
        public void onError(AsyncEvent event) {
            if (event.getThrowable() instanceof IOException) {
                request.setAttribute(LEFT, true);
            }
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}

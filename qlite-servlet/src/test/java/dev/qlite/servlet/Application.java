package dev.qlite.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Somebody's servlet in an embedded Jetty, behind filters in that order. */
final class Application implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);

    private Application(HttpServlet servlet, List<Filter> filters) throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        for (Filter filter : filters) {
            FilterHolder holder = new FilterHolder(filter);
            holder.setAsyncSupported(true);
            context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        }
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
    }

    static Application of(HttpServlet servlet, Filter... filters) throws Exception {
        return new Application(servlet, List.of(filters));
    }

    /** What a servlet does with a request. */
    interface Task {
        void run(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    static Application of(Task task, Filter... filters) throws Exception {
        return of(new Doing(task), filters);
    }

    int port() {
        return connector.getLocalPort();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Door.SOON);
    }

    HttpResponse<String> text(HttpRequest request) throws Exception {
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        return text((headers.length == 0 ? request : request.headers(headers)).build());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the container does not stop", e);
        }
    }

    /** A servlet of a lambda. */
    private static final class Doing extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient Task task;

        Doing(Task task) {
            this.task = task;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            task.run(request, response);
        }
    }
}

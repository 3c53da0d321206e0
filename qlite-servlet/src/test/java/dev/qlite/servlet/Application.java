package dev.qlite.servlet;

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
import java.util.List;

/** Somebody's servlet in a container, behind filters in that order. */
final class Application implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Container container;

    private Application(Container container) {
        this.container = container;
    }

    static Application of(ContainerKind container, HttpServlet servlet, Filter... filters) throws Exception {
        return new Application(container.start(false, servlet, List.of(filters)));
    }

    /** What a servlet does with a request. */
    interface Task {
        void run(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    static Application of(ContainerKind container, Task task, Filter... filters) throws Exception {
        return of(container, new Doing(task), filters);
    }

    int port() {
        return container.port();
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
        container.close();
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

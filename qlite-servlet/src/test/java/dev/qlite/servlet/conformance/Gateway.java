package dev.qlite.servlet.conformance;

import dev.qlite.Qlite;
import dev.qlite.cache.ExactCache;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.ProviderType;
import dev.qlite.servlet.QliteServlet;
import dev.qlite.testing.Answer;
import dev.qlite.testing.FakeUpstream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** qlite with a cache, in a container, before one scripted upstream of a kind. */
final class Gateway implements AutoCloseable {
    final FakeUpstream upstream = FakeUpstream.start();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Qlite qlite;
    private final Server server = new Server();
    private final URI root;

    private final String model;

    /** @param model what it serves, beside {@code up/…} */
    Gateway(ProviderType type, String basePath, String model) throws Exception {
        this(type, basePath, model, builder -> {});
    }

    /** @param more what else is wanted of it */
    Gateway(ProviderType type, String basePath, String model, Consumer<Qlite.Builder> more) throws Exception {
        this.model = model;
        ProviderSettings settings =
                ProviderSettings.named("up").baseUrl(upstream.uri(basePath)).build();
        upstream.always(
                Answer.json(500, "{\"error\":{\"message\":\"asked though the answer should be in the cache\"}}"));
        Qlite.Builder builder = Qlite.builder()
                .provider(type.create(settings, Limits.DEFAULT), model)
                .cache(ExactCache.builder().build());
        more.accept(builder);
        this.qlite = builder.build();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletHolder holder = new ServletHolder(QliteServlet.builder(qlite)
                .allowAnonymous()
                .passThrough(List.of("responses/*"))
                .build());
        holder.setAsyncSupported(true);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
        this.root = URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    /** Asks one question; a stream tells its usage too. */
    HttpResponse<String> ask(String question, boolean streamed) throws Exception {
        String body = Documents.object()
                .put("model", model)
                .set(
                        "messages",
                        Documents.array()
                                .add(Documents.object().put("role", "user").put("content", question)))
                .toString();
        String stream = "{\"stream\":true,\"stream_options\":{\"include_usage\":true},";
        return post(streamed ? stream + body.substring(1) : body);
    }

    /** Sends a request for a chat as it is. */
    HttpResponse<String> post(String body, String... headers) throws Exception {
        return postTo("/v1/chat/completions", body, headers);
    }

    /** Sends a request as it is. */
    HttpResponse<String> postTo(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the container does not stop", e);
        }
        qlite.close();
        upstream.close();
    }
}

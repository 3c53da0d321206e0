package dev.qlite.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.Qlite;
import dev.qlite.cache.ExactCache;
import dev.qlite.pipeline.Budget;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Secret;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.Timeouts;
import dev.qlite.provider.mock.MockProvider;
import dev.qlite.provider.openai.OpenAiType;
import dev.qlite.testing.FakeUpstream;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The servlet in a container, before a scripted upstream and a mock provider that serves {@code mock-*}. The
 * upstream serves {@code gpt-*} as {@code up}, and as {@code theirs} {@code their-*} to callers with a key of their own.
 */
final class Door implements AutoCloseable {
    /** Within this a thing must have happened; only a failing test waits so long. */
    static final Duration SOON = Duration.ofSeconds(20);

    /** The credential that qlite shows the upstream. */
    static final String UPSTREAM_KEY = "sk-canary-4f1d0c9a77";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final FakeUpstream upstream = FakeUpstream.start();
    final Aboard aboard = new Aboard();
    private final BlockingQueue<Receipt> receipts = new LinkedBlockingQueue<>();
    private final Qlite qlite;
    private final Container container;

    private Door(Settings settings) throws Exception {
        URI baseUrl = settings.baseUrl == null ? upstream.uri("/v1") : settings.baseUrl;
        ProviderSettings up = ProviderSettings.named("up")
                .baseUrl(baseUrl)
                .apiKey(Secret.of(UPSTREAM_KEY))
                .maxConnections(settings.maxConnections)
                .timeouts(settings.timeouts)
                .build();
        ProviderSettings theirs =
                ProviderSettings.named("theirs").baseUrl(baseUrl).callersKey().build();
        Qlite.Builder builder = Qlite.builder()
                .provider(new OpenAiType().create(up, settings.limits), "gpt-4o", "gpt-*")
                .provider(new OpenAiType().create(theirs, settings.limits), "their-*")
                .provider(MockProvider.builder().build(), "mock-*")
                .alias("fast", "gpt-4o")
                .maxBuffered(settings.maxBuffered)
                .usageCost(settings.usageCost)
                .cache(settings.cache.build())
                .stage(aboard)
                .listener(receipts::add);
        if (settings.provider != null) {
            builder.provider(settings.provider, settings.provider.name());
        }
        if (settings.defaultProvider != null) {
            builder.defaultProvider(settings.defaultProvider);
        }
        this.qlite = builder.build();
        QliteServlet servlet = QliteServlet.builder(qlite)
                .callers(settings.callers)
                .passThrough(settings.passThrough)
                .explain(settings.explain)
                .blocking(settings.mode.blocking())
                .heartbeat(settings.heartbeat)
                .maxBody(settings.maxBody)
                .maxInFlight(settings.maxInFlight)
                .build();
        this.container = settings.mode.container().start(settings.mode.virtualThreads(), servlet, settings.filters);
    }

    /** A door with default settings. */
    static Door open(Mode mode) {
        return with(mode).open();
    }

    static Settings with(Mode mode) {
        return new Settings(mode);
    }

    Budget budget() {
        return qlite.budget();
    }

    int port() {
        return container.port();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** A chat request, whole. */
    HttpResponse<String> chat(String body, String... headers) {
        return text(chatRequest(body, headers));
    }

    HttpRequest chatRequest(String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/v1/chat/completions"))
                .timeout(SOON)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    HttpRequest.Builder request(String path, String method, HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(uri(path)).timeout(SOON).method(method, body);
    }

    /** The answer to a chat request, which comes later. */
    CompletableFuture<HttpResponse<String>> begin(String body, String... headers) {
        return send(chatRequest(body, headers));
    }

    /** The answer to a request, which comes later. */
    CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
        return CLIENT.sendAsync(request, BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) {
        return text(HttpRequest.newBuilder(uri(path)).timeout(SOON).build());
    }

    /** The answer to a request, its body as UTF-8. */
    HttpResponse<String> text(HttpRequest request) {
        try {
            return CLIENT.send(request, BodyHandlers.ofString(UTF_8));
        } catch (IOException e) {
            throw new AssertionError("no answer to " + request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("no answer to " + request, e);
        }
    }

    /** A client of bytes. */
    RawClient connect() {
        return RawClient.connect(port());
    }

    /** A client of bytes that has sent a chat request. */
    RawClient ask(String body, String... headers) {
        return connect().post("/v1/chat/completions", body, headers);
    }

    /** The oldest receipt that has not been taken yet; waits for one. */
    Receipt takeReceipt() {
        try {
            return Objects.requireNonNull(
                    receipts.poll(SOON.toSeconds(), TimeUnit.SECONDS), "no receipt within " + SOON);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("no receipt", e);
        }
    }

    @Override
    public void close() {
        try (upstream) {
            qlite.close(); // first: whoever waits for it need not be waited for
            container.close();
        }
    }

    /** What a test wants otherwise. */
    static final class Settings {
        private final Mode mode;
        private final ExactCache.Builder cache = ExactCache.builder();
        private boolean usageCost;
        private Duration heartbeat = Duration.ofMinutes(1);
        private CallerResolver callers = CallerResolver.anybody();
        private long maxBody = 1 << 20;
        private int maxInFlight = 50;
        private int maxConnections = 50;
        private Timeouts timeouts = Timeouts.DEFAULT;
        private Limits limits = Limits.DEFAULT.withHeadDelay(SOON);
        private final List<Filter> filters = new ArrayList<>();
        private long maxBuffered = 1 << 30;
        private boolean explain;
        private List<String> passThrough = List.of();
        private @Nullable Provider provider;
        private @Nullable String defaultProvider;
        private @Nullable URI baseUrl;

        private Settings(Mode mode) {
            this.mode = mode;
        }

        Settings heartbeat(Duration heartbeat) {
            this.heartbeat = heartbeat;
            cache.heartbeat(heartbeat);
            return this;
        }

        Settings maxEntry(long bytes) {
            cache.maxEntry(bytes);
            return this;
        }

        Settings singleFlight(boolean singleFlight) {
            cache.singleFlight(singleFlight);
            return this;
        }

        Settings callers(CallerResolver callers) {
            this.callers = callers;
            return this;
        }

        Settings maxBody(long bytes) {
            this.maxBody = bytes;
            return this;
        }

        Settings maxInFlight(int calls) {
            this.maxInFlight = calls;
            return this;
        }

        Settings maxConnections(int connections) {
            this.maxConnections = connections;
            return this;
        }

        Settings timeouts(Timeouts timeouts) {
            this.timeouts = timeouts;
            return this;
        }

        Settings limits(Limits limits) {
            this.limits = limits;
            return this;
        }

        /** What stands before the door, in that order. */
        Settings filters(Filter... filters) {
            this.filters.addAll(List.of(filters));
            return this;
        }

        Settings maxBuffered(long bytes) {
            this.maxBuffered = bytes;
            return this;
        }

        Settings usageCost() {
            this.usageCost = true;
            return this;
        }

        Settings explain() {
            this.explain = true;
            return this;
        }

        Settings passThrough(String... paths) {
            this.passThrough = List.of(paths);
            return this;
        }

        Settings defaultProvider(String name) {
            this.defaultProvider = name;
            return this;
        }

        /** One more provider, which serves the model of its name. */
        Settings provider(Provider provider) {
            this.provider = provider;
            return this;
        }

        /** An upstream other than the scripted one. */
        Settings baseUrl(URI baseUrl) {
            this.baseUrl = baseUrl;
            return this;
        }

        Door open() {
            try {
                return new Door(this);
            } catch (Exception e) {
                throw new IllegalStateException("the container does not start", e);
            }
        }
    }
}

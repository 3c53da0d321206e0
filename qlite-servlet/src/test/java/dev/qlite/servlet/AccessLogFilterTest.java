package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.Qlite;
import dev.qlite.cache.ExactCache;
import dev.qlite.json.Json;
import dev.qlite.provider.mock.MockProvider;
import dev.qlite.servlet.AccessLogFilter.Format;
import jakarta.servlet.http.HttpServlet;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line for each request, when it is over, with what qlite knows of it. */
@OnEachContainer
class AccessLogFilterTest {
    private static final String PROMPT = "canary-prompt-31";
    private static final String KEY = "sk-canary-key-77";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final ContainerKind container;

    AccessLogFilterTest(ContainerKind container) {
        this.container = container;
    }

    @Test
    void anyApplicationHasALine() throws Exception {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (Application application = Application.of(
                container,
                (request, response) -> response.setStatus(204),
                new AccessLogFilter(Format.JSON, lines::add))) {
            application.get("/a%22b?secret=" + KEY, "X-Request-Id", "r-1");
        }
        Json line = line();
        assertThat(Instant.parse(line.get("time").asString())).isBetween(before, Instant.now());
        assertThat(line.get("id").asString()).isEqualTo("r-1");
        assertThat(line.get("method").asString()).isEqualTo("GET");
        assertThat(line.get("path").asString()).isEqualTo("/a%22b");
        assertThat(line.get("status").asLong()).isEqualTo(204);
        assertThat(line.get("ms").asDouble()).isNotNegative();
        assertThat(line.get("model").isMissing()).isTrue();
        assertThat(lines).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void qlitesAnswersTellMore(boolean blocking) throws Exception {
        try (Qlite qlite = qlite();
                Application application = Application.of(
                        container,
                        door(qlite, blocking),
                        new RequestIdFilter(),
                        new AccessLogFilter(Format.JSON, lines::add))) {
            for (boolean stream : new boolean[] {false, true}) {
                HttpRequest request = application
                        .request("/v1/chat/completions")
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                stream ? Chats.streamed("mock-gpt", PROMPT) : Chats.plain("mock-gpt", PROMPT)))
                        .build();
                assertThat(application.text(request).statusCode()).isEqualTo(200);

                Json line = line();
                assertThat(line.get("status").asLong()).isEqualTo(200);
                assertThat(line.get("provider").asString()).isEqualTo("mock");
                assertThat(line.get("model").asString()).isEqualTo("mock-gpt");
                assertThat(line.get("cache").asString()).isEqualTo(stream ? "HIT" : "MISS");
                assertThat(line.get("attempts").asLong()).isEqualTo(stream ? 0 : 1);
                assertThat(line.get("completion_tokens").asLong()).isPositive();
                assertThat(line.toString()).doesNotContain(PROMPT).doesNotContain(KEY);
                assertThat(lines).isEmpty();
            }
        }
    }

    @Test
    void aFailureIsA500() throws Exception {
        try (Application application = Application.of(
                container,
                (request, response) -> {
                    throw new IllegalStateException("broken");
                },
                new AccessLogFilter(Format.JSON, lines::add))) {
            application.get("/");
        }
        assertThat(line().get("status").asLong()).isEqualTo(500);
    }

    @Test
    void textIsForPeople() throws Exception {
        try (Application application =
                Application.of(container, (request, response) -> {}, new AccessLogFilter(Format.TEXT, lines::add))) {
            application.get("/x", "X-Request-Id", "r-2");
        }
        assertThat(text()).matches("GET /x 200 \\d+ ms id=r-2");
    }

    @Test
    void aClientThatLeavesIsNamed() throws Exception {
        try (Application application = Application.of(
                container,
                (request, response) -> {
                    byte[] piece = new byte[1 << 16];
                    for (int i = 0; i < 10_000; i++) {
                        response.getOutputStream().write(piece);
                    }
                },
                new AccessLogFilter(Format.JSON, lines::add))) {
            RawClient client = RawClient.connect(application.port());
            client.send("GET / HTTP/1.1\r\nHost: door\r\n\r\n").head();
            client.reset();
            assertThat(line().get("client_left").asBoolean()).isTrue();
        }
    }

    private static Qlite qlite() {
        return Qlite.builder()
                .provider(MockProvider.builder().build(), "mock-*")
                .cache(ExactCache.builder().build())
                .build();
    }

    private static HttpServlet door(Qlite qlite, boolean blocking) {
        return QliteServlet.builder(qlite).allowAnonymous().blocking(blocking).build();
    }

    private Json line() throws InterruptedException {
        return Json.parse(text().getBytes(StandardCharsets.UTF_8));
    }

    private String text() throws InterruptedException {
        String line = lines.poll(Door.SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(line).as("line").isNotNull();
        return line;
    }
}

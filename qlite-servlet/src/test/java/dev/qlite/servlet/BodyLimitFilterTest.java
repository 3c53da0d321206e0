package dev.qlite.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.servlet.ServletException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body over the limit is refused however it comes; any other reaches the application as it was meant. */
@OnEachContainer
class BodyLimitFilterTest {
    private static final int LIMIT = 1_000;

    private final AtomicLong read = new AtomicLong();
    private Application application;
    private final ContainerKind container;

    BodyLimitFilterTest(ContainerKind container) {
        this.container = container;
    }

    @BeforeEach
    void start() throws Exception {
        application = Application.of(
                container,
                (request, response) -> {
                    byte[] piece = new byte[100];
                    ByteArrayOutputStream body = new ByteArrayOutputStream();
                    for (int count = request.getInputStream().read(piece);
                            count >= 0;
                            count = request.getInputStream().read(piece)) {
                        read.addAndGet(count);
                        body.write(piece, 0, count);
                    }
                    response.getWriter()
                            .print(request.getHeader("Content-Encoding") + " " + request.getContentLengthLong() + " "
                                    + body.toString(UTF_8));
                },
                new BodyLimitFilter(LIMIT));
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, LIMIT})
    void aBodyWithinTheLimitPasses(int length) throws Exception {
        String body = "x".repeat(length);

        assertThat(post(BodyPublishers.ofString(body)).body()).isEqualTo("null " + length + " " + body);
        assertThat(post(chunked(body.getBytes(UTF_8))).body()).isEqualTo("null -1 " + body);
        assertThat(post(gzip(body), "Content-Encoding", "gzip").body()).isEqualTo("null -1 " + body);
    }

    @Test
    void aDeclaredLengthIsEnoughToRefuse() throws Exception {
        assertTooLarge(post(BodyPublishers.ofString("x".repeat(LIMIT + 1))));
        assertThat(read).hasValue(0);
    }

    @Test
    void chunksAreCounted() throws Exception {
        assertTooLarge(post(chunked("x".repeat(LIMIT + 1).getBytes(UTF_8))));
        assertThat(read.get()).isLessThanOrEqualTo(LIMIT);
    }

    @Test
    void inGzipItIsTheInflatedSizeThatCounts() throws Exception {
        assertTooLarge(post(gzip("x".repeat(LIMIT + 1)), "Content-Encoding", "gzip"));
    }

    @Test
    void aBombIsNotInflatedToItsEnd() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1 << 16];
            for (int i = 0; i < 1_000; i++) {
                out.write(zeros);
            }
        }
        BodyLimitFilter large = new BodyLimitFilter(bomb.size() + 1_000L);
        AtomicLong inflated = new AtomicLong();
        try (Application other = Application.of(
                container,
                (request, response) -> {
                    byte[] piece = new byte[1_000];
                    int count = 0;
                    while (count >= 0) {
                        inflated.addAndGet(count);
                        count = request.getInputStream().read(piece);
                    }
                },
                large)) {
            HttpRequest request = other.request("/")
                    .header("Content-Encoding", "gzip")
                    .POST(BodyPublishers.ofByteArray(bomb.toByteArray()))
                    .build();
            assertTooLarge(other.text(request));
        }
        assertThat(inflated.get()).isLessThanOrEqualTo(bomb.size() + 1_000L);
    }

    @Test
    void theReaderIsLimitedToo() throws Exception {
        try (Application reading = Application.of(
                container,
                (request, response) ->
                        response.getWriter().print(request.getReader().lines().collect(Collectors.joining("|"))),
                new BodyLimitFilter(LIMIT))) {
            HttpRequest good = reading.request("/")
                    .header("Content-Type", "text/plain; charset=utf-8")
                    .POST(chunked("ä\nb".getBytes(UTF_8)))
                    .build();
            HttpRequest large = reading.request("/")
                    .POST(chunked("x".repeat(LIMIT + 1).getBytes(UTF_8)))
                    .build();

            assertThat(reading.text(good).statusCode()).isEqualTo(200);
            assertTooLarge(reading.text(large));
        }
    }

    @Test
    void anApplicationThatWrapsTheExceptionChangesNothing() throws Exception {
        try (Application wrapping = Application.of(
                container,
                (request, response) -> {
                    try {
                        request.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        throw new ServletException("cannot read", e);
                    }
                },
                new BodyLimitFilter(LIMIT))) {
            assertTooLarge(wrapping.text(wrapping.request("/")
                    .POST(chunked("x".repeat(LIMIT + 1).getBytes(UTF_8)))
                    .build()));
        }
    }

    @Test
    void aNegativeLimitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BodyLimitFilter(-1))
                .withMessageContaining("-1");
    }

    private HttpResponse<String> post(BodyPublisher body, String... headers) throws Exception {
        HttpRequest.Builder request = application.request("/").POST(body);
        return application.text((headers.length == 0 ? request : request.headers(headers)).build());
    }

    private static BodyPublisher chunked(byte[] body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    }

    private static BodyPublisher gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return BodyPublishers.ofByteArray(bytes.toByteArray());
    }

    private static void assertTooLarge(HttpResponse<String> answer) {
        assertThat(Errors.assertError(answer, 413).get("code").asString()).isEqualTo("body_too_large");
    }
}

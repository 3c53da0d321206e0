package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.Qlite;
import dev.qlite.pipeline.Secret;
import dev.qlite.provider.mock.MockProvider;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which web pages may call. */
@OnEachContainer
class CorsFilterTest {
    private static final String PAGE = "https://app.example.org";
    private final ContainerKind container;

    CorsFilterTest(ContainerKind container) {
        this.container = container;
    }

    @Test
    void aPreflightOfAListedOriginIsAnsweredWithoutAKey() throws Exception {
        try (Application application = guarded(List.of(PAGE))) {
            HttpResponse<String> answer = application.text(application
                    .request("/v1/chat/completions")
                    .method("OPTIONS", BodyPublishers.noBody())
                    .headers("Origin", PAGE, "Access-Control-Request-Method", "POST")
                    .header("Access-Control-Request-Headers", "authorization, content-type")
                    .build());

            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(PAGE);
            assertThat(header(answer, "Access-Control-Allow-Methods")).contains("POST");
            assertThat(header(answer, "Access-Control-Allow-Headers")).isEqualTo("authorization, content-type");
            assertThat(header(answer, "Vary")).isEqualTo("Origin");
        }
    }

    @Test
    void oneOfAnotherOriginIsRefused() throws Exception {
        try (Application application = guarded(List.of(PAGE))) {
            HttpResponse<String> answer = application.text(application
                    .request("/")
                    .method("OPTIONS", BodyPublishers.noBody())
                    .headers("Origin", PAGE + ".evil", "Access-Control-Request-Method", "POST")
                    .build());

            assertThat(Errors.assertError(answer, 403).get("code").asString()).isEqualTo("origin_not_allowed");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @Test
    void errorsMayBeReadToo() throws Exception {
        try (Application application = guarded(List.of(PAGE))) {
            HttpResponse<String> refused = application.get("/", "Origin", PAGE);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(header(refused, "Access-Control-Allow-Origin")).isEqualTo(PAGE);
            assertThat(header(refused, "Access-Control-Expose-Headers")).contains("X-Request-Id");

            HttpResponse<String> good = application.get("/", "Origin", PAGE, "Authorization", "Bearer sk-1");
            assertThat(good.body()).isEqualTo("team");
            assertThat(application
                            .get("/", "Origin", "null", "Authorization", "Bearer sk-1")
                            .headers()
                            .firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    /** Whoever waits and writes: the answer of a call is dispatched, and passes the filter again. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void qlitesAnswersMayBeReadStreamedAndRefused(boolean blocking) throws Exception {
        try (Qlite qlite = Qlite.builder()
                        .provider(MockProvider.builder().build(), "mock-*")
                        .build();
                Application application = Application.of(
                        container,
                        QliteServlet.builder(qlite)
                                .apiKeys(ApiKeys.builder()
                                        .key("team", Secret.of("sk-1"))
                                        .build())
                                .blocking(blocking)
                                .build(),
                        new CorsFilter(List.of(PAGE)))) {
            HttpResponse<String> stream = application.text(application
                    .request("/v1/chat/completions")
                    .headers("Origin", PAGE, "Content-Type", "application/json", "Authorization", "Bearer sk-1")
                    .POST(BodyPublishers.ofString(Chats.streamed("mock-gpt", "hi")))
                    .build());
            HttpResponse<String> refused = application.get("/v1/models", "Origin", PAGE);

            assertThat(stream.body()).endsWith("data: [DONE]\n\n");
            assertThat(stream.statusCode()).isEqualTo(200);
            assertThat(refused.statusCode()).isEqualTo(401);
            for (HttpResponse<String> answer : List.of(stream, refused)) {
                assertThat(answer.headers().allValues("Access-Control-Allow-Origin"))
                        .containsExactly(PAGE);
                assertThat(answer.headers().allValues("Vary")).containsExactly("Origin");
                assertThat(header(answer, "Access-Control-Expose-Headers"))
                        .contains("X-Cache", "X-Provider", "X-Request-Id", "Cache-Status", "Age", "Retry-After");
            }
        }
    }

    @Test
    void aHeaderNameThatIsNoneIsNotRepeated() throws Exception {
        try (Application application = guarded(List.of(PAGE))) {
            HttpResponse<String> answer = application.text(application
                    .request("/")
                    .method("OPTIONS", BodyPublishers.noBody())
                    .headers("Origin", PAGE, "Access-Control-Request-Method", "POST")
                    .header("Access-Control-Request-Headers", "x-a: <script>")
                    .build());

            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Headers"))
                    .isEmpty();
        }
    }

    @Test
    void aStarIsForAll() throws Exception {
        try (Application application = guarded(List.of("*"))) {
            HttpRequest request = application
                    .request("/")
                    .header("Origin", "https://any.example")
                    .build();
            assertThat(header(application.text(request), "Access-Control-Allow-Origin"))
                    .isEqualTo("*");
        }
    }

    /** An application that says who calls, behind a key. */
    private Application guarded(List<String> origins) throws Exception {
        return Application.of(
                container,
                (request, response) ->
                        response.getWriter().print(request.getUserPrincipal().getName()),
                new CorsFilter(origins),
                new ApiKeyFilter(
                        ApiKeys.builder().key("team", Secret.of("sk-1")).build()));
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow();
    }
}

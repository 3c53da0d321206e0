package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application throws is told to its owner, and not to the client. */
@OnEachContainer
class RecoveryFilterTest {
    private static final String CANARY = "canary-7c1f";
    private final ContainerKind container;

    RecoveryFilterTest(ContainerKind container) {
        this.container = container;
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtime", "servlet", "error"})
    void whatIsThrownBecomesA500(String kind) throws Exception {
        try (Logs logs = Logs.open();
                Application application = Application.of(
                        container,
                        (request, response) -> {
                            response.setHeader("X-Half", "done");
                            fail(kind);
                        },
                        new RequestIdFilter(),
                        new RecoveryFilter())) {
            HttpResponse<String> answer = application.get("/", "X-Request-Id", "r-1");

            assertThat(Errors.assertError(answer, 500).get("code").asString()).isEqualTo("internal_error");
            assertThat(answer.body()).doesNotContain(CANARY);
            assertThat(answer.headers().allValues("X-Request-Id")).containsExactly("r-1");
            assertThat(answer.headers().firstValue("X-Half")).isEmpty();
            logs.await("request r-1: internal error");
            logs.await(CANARY);
        }
    }

    @Test
    void anAnswerThatHasBegunIsBrokenOff() throws Exception {
        try (Logs logs = Logs.open();
                Application application = Application.of(
                        container,
                        (request, response) -> {
                            response.getOutputStream().print("half");
                            response.flushBuffer();
                            throw new IllegalStateException(CANARY);
                        },
                        new RecoveryFilter())) {
            assertThatThrownBy(() -> application.get("/")).isInstanceOf(IOException.class);
            logs.await("failed after its answer had begun");
        }
    }

    @Test
    void aGoodAnswerIsLeftAlone() throws Exception {
        try (Application application = Application.of(
                container, (request, response) -> response.getWriter().print("fine"), new RecoveryFilter())) {
            assertThat(application.get("/").body()).isEqualTo("fine");
        }
    }

    private static void fail(String kind) throws ServletException {
        switch (kind) {
            case "servlet" -> throw new ServletException(CANARY);
            case "error" -> throw new AssertionError(CANARY);
            default -> throw new IllegalStateException(CANARY);
        }
    }
}

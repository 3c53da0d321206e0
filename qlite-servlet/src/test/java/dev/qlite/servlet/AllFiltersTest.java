package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.pipeline.Secret;
import dev.qlite.servlet.AccessLogFilter.Format;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All of qlite's filters at once, and somebody else's around them: an answer passes them as if they were not there. */
@InEachMode
class AllFiltersTest {
    private static final String KEY = "qk-canary-31";
    private static final String PAGE = "https://app.example.org";
    private static final String[] HEADERS = {"Authorization", "Bearer " + KEY, "Origin", PAGE, "X-Request-Id", "r-1"};

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Gate gate = Gate.named("the client has the first event");
    private final Door door;

    AllFiltersTest(Mode mode) {
        ApiKeys keys = ApiKeys.builder().key("team", Secret.of(KEY)).build();
        door = Door.with(mode)
                .callers(CallerResolver.principal())
                .filters(
                        new Around("X-Outer"),
                        new RequestIdFilter(),
                        new AccessLogFilter(Format.JSON, lines::add),
                        new RecoveryFilter(),
                        new HostFilter(List.of("door")),
                        new CorsFilter(List.of(PAGE)),
                        new ApiKeyFilter(keys),
                        new BodyLimitFilter(10_000),
                        new Around("X-Inner"))
                .open();
    }

    @AfterEach
    void close() {
        gate.open();
        door.close();
    }

    @Test
    void theFirstEventPassesThemBeforeTheSecondIsSent() throws Exception {
        door.upstream.enqueue(Answer.sse()
                .event(Chats.ONE)
                .awaits(gate)
                .event(Chats.FINISH)
                .event(Chats.DONE)
                .lastChunk());

        try (RawClient client = door.ask(
                Chats.streamed("hi"), "Authorization: Bearer " + KEY, "Origin: " + PAGE, "X-Request-Id: r-1")) {
            RawClient.Head head = client.head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("x-request-id")).isEqualTo("r-1");
            assertThat(head.header("access-control-allow-origin")).isEqualTo(PAGE);
            assertThat(head.headers()).containsKeys("x-outer", "x-inner", "x-cache");
            assertThat(client.chunk()).isEqualTo(Chats.framed(Chats.ONE));
            assertThat(lines).isEmpty();

            gate.open();
            assertThat(Chats.data(client.chunks())).containsExactly(Chats.FINISH, Chats.DONE);
        }
        assertLine(200);
        assertThat(door.takeReceipt().caller().id()).isEqualTo("team");
    }

    @Test
    void aPlainAnswerPassesThem() throws Exception {
        door.upstream.enqueue(Chats.document());

        HttpResponse<String> answer = door.chat(Chats.plain("hi"), HEADERS);

        assertThat(answer.body()).isEqualTo(Chats.DOCUMENT);
        assertPassed(answer);
        assertLine(200);
    }

    @Test
    void anErrorPassesThem() throws Exception {
        door.upstream.enqueue(Answer.raw().cut());

        HttpResponse<String> answer = door.chat(Chats.streamed("hi"), HEADERS);

        Errors.assertError(answer, 502);
        assertPassed(answer);
        assertLine(502);
    }

    @Test
    void aStreamThatBreaksPassesThem() throws Exception {
        door.upstream.enqueue(Answer.sse().event(Chats.ONE).awaits(gate).cut());

        try (RawClient client = door.ask(Chats.streamed("hi"), "Authorization: Bearer " + KEY)) {
            client.head();
            assertThat(client.chunk()).isEqualTo(Chats.framed(Chats.ONE));
            gate.open();
            List<String> rest = Chats.data(client.chunks());
            Errors.assertEnvelope(rest.get(rest.size() - 1));
        }
        assertLine(200);
    }

    @Test
    void eachOfThemRefuses() throws Exception {
        Errors.assertError(door.chat(Chats.plain("hi")), 401);
        assertLine(401);
        Errors.assertError(door.chat(Chats.plain("x".repeat(10_000)), HEADERS), 413);
        assertLine(413);
        Errors.assertError(door.chat("{", HEADERS), 400);
        assertLine(400);
        assertThat(door.upstream.calls()).isZero();
    }

    private static void assertPassed(HttpResponse<String> answer) {
        assertThat(answer.headers().allValues("X-Request-Id")).containsExactly("r-1");
        assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly(PAGE);
        assertThat(answer.headers().allValues("Vary")).containsExactly("Origin");
        assertThat(answer.headers().allValues("X-Outer")).containsExactly("1");
        assertThat(answer.headers().allValues("X-Inner")).containsExactly("1");
    }

    /** One line for one request, whose answer was that. */
    private void assertLine(int status) throws InterruptedException {
        String line = lines.poll(Door.SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(line).as("line").isNotNull().doesNotContain("canary");
        Json json = Json.parse(line.getBytes(StandardCharsets.UTF_8));
        assertThat(json.get("status").asLong()).isEqualTo(status);
        assertThat(lines).isEmpty();
    }

    /** A filter that knows nothing of qlite: sets a header on the way in. */
    private static final class Around extends HttpFilter {
        private static final long serialVersionUID = 1L;

        private final String header;

        Around(String header) {
            this.header = header;
        }

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                response.addHeader(header, "1");
            }
            chain.doFilter(request, response);
        }
    }
}

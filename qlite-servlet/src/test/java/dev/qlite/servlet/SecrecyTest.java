package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No credential, no prompt and no answer gets into a log line, and no credential or prompt into an error. */
@InEachMode
class SecrecyTest {
    private static final String CALLERS_KEY = "sk-callers-canary-71bc";
    private static final String PROMPT = "prompt-canary-90aa";
    private static final String TOLD = "told-canary-1177";

    private final Door door;
    private final Logs logs = Logs.open();
    private final Gate gate = Gate.named("the client has the first event");
    private final List<HttpResponse<String>> answers = new ArrayList<>();

    SecrecyTest(Mode mode) {
        door = Door.with(mode).open();
    }

    @AfterEach
    void close() {
        gate.open();
        door.close();
        logs.close();
    }

    @Test
    void answersLeaveNoTraceOfWhatWasSaid() {
        door.upstream.enqueue(Answer.json(200, Chats.DOCUMENT.replace("world", TOLD)));
        door.upstream.enqueue(Answer.sse(Chats.ONE.replace("one", TOLD), Chats.FINISH, Chats.DONE));

        ask(Chats.plain(PROMPT));
        ask(Chats.plain(PROMPT));
        ask(Chats.streamed(PROMPT + " again"));
        ask(Chats.plain("mock-gpt", PROMPT));

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
        assertNoTrace();
    }

    @Test
    void upstreamFaultsLeaveNoTrace() {
        String refusal = "{\"error\":{\"message\":\"bad key " + Door.UPSTREAM_KEY + "\",\"type\":\"x\"}}";
        List<Answer> faults = List.of(
                Answer.json(401, refusal),
                Answer.json(403, refusal),
                Answer.json(200, refusal.replace("\"x\"", "\"authentication_error\"")),
                Answer.json(200, "{" + PROMPT),
                Answer.json(200, "{\"id\":\"" + PROMPT + "\"}"),
                Answer.status(500).header("Content-Type", "text/html").body("<html>" + PROMPT),
                Answer.raw().send(PROMPT + " " + Door.UPSTREAM_KEY + "\r\n\r\n").cut(),
                Answer.sse().event("{" + PROMPT).stall(),
                Answer.sse()
                        .chunk("data: " + Chats.ROLE + "\n\ndata: " + PROMPT + "\n\n")
                        .cut());
        for (Answer fault : faults) {
            door.upstream.enqueue(fault).enqueue(fault);
            ask(Chats.plain(PROMPT));
            ask(Chats.streamed(PROMPT));
        }

        assertThat(answers).allSatisfy(error -> assertThat(error.statusCode()).isGreaterThanOrEqualTo(500));
        assertNoTrace();
    }

    @Test
    void aStreamThatBreaksLeavesNoTrace() {
        door.upstream.enqueue(
                Answer.sse().event(Chats.ONE).awaits(gate).event(PROMPT).stall());

        try (RawClient client = door.ask(Chats.streamed(PROMPT), "Authorization: Bearer " + CALLERS_KEY)) {
            client.head();
            client.chunk();
            gate.open();
            assertThat(client.chunks()).contains("upstream_unavailable").doesNotContain(PROMPT);
        }
        assertNoTrace();
    }

    @Test
    void theLogTellsWhoAskedWhatAndHowItEnded() throws InterruptedException {
        door.upstream.enqueue(Chats.document()).enqueue(Answer.raw().cut());

        door.chat(Chats.plain("hi"), "X-Request-Id", "id-1", "Authorization", "Bearer " + CALLERS_KEY);
        door.chat(Chats.plain("ho"), "X-Request-Id", "id-2");
        door.takeReceipt();
        door.takeReceipt();
        logs.await("id=id-1 ");
        logs.await("id=id-2 ");

        assertThat(access("id-1"))
                .matches(
                        ".* POST /v1/chat/completions 200 MISS up/gpt-4o ANSWERED \\d+ ms id=id-1 caller=key-[0-9a-f]{32} .*");
        assertThat(access("id-2"))
                .matches(".* POST /v1/chat/completions 502 MISS up/gpt-4o FAILED \\d+ ms id=id-2 caller=anonymous .*");
    }

    @Test
    void aModelsNameMakesNoLineOfItsOwn() throws InterruptedException {
        door.chat(Chats.plain("x\\nINFO forged\\u001b[2J", "hi"), "X-Request-Id", "id-3");
        logs.await("id=id-3 ");

        assertThat(access("id-3")).contains("forged").doesNotContain("\n").doesNotContain("\u001b");
    }

    private void ask(String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Authorization", "Bearer " + CALLERS_KEY));
        answers.add(door.chat(body, all.toArray(String[]::new)));
    }

    private String access(String id) {
        return logs.lines().stream()
                .filter(line -> line.contains("dev.qlite.access") && line.contains("id=" + id + " "))
                .reduce((one, two) -> {
                    throw new AssertionError("two lines for one request: " + one + two);
                })
                .orElseThrow(() -> new AssertionError("no line for " + id + " in " + logs.lines()));
    }

    private void assertNoTrace() {
        door.close(); // the last line is in the log once the container has stopped
        assertThat(logs.lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .doesNotContain(CALLERS_KEY)
                        .doesNotContain(Door.UPSTREAM_KEY)
                        .doesNotContain(PROMPT)
                        .doesNotContain(TOLD));
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() >= 400)
                .allSatisfy(error -> assertThat(error.body())
                        .doesNotContain(CALLERS_KEY)
                        .doesNotContain(Door.UPSTREAM_KEY)
                        .doesNotContain(PROMPT));
    }
}

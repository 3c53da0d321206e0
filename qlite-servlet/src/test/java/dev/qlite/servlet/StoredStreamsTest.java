package dev.qlite.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.testing.Answer;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which streamed answers are there again. */
class StoredStreamsTest {
    private static final byte[] WHOLE = Chats.framed(Chats.ROLE, Chats.ONE, Chats.TWO, Chats.FINISH, Chats.USAGE)
            .getBytes(UTF_8);

    private Door door = Door.open(Mode.ASYNC_ON_JETTY);

    @AfterEach
    void close() {
        door.close();
    }

    /** A body of a declared length ends well where its length says so; one that the connection ends, never. */
    @Test
    void aStreamIsStoredOnlyIfItsLastByteHasCome() {
        for (int length = 1; length <= WHOLE.length; length++) {
            Answer head = Answer.status(200).header("Content-Type", "text/event-stream");
            byte[] sent = Arrays.copyOf(WHOLE, length);
            String question = length + " bytes";

            door.upstream.enqueue(head.length(WHOLE.length + 1).send(sent).cut());
            assertThat(door.chat(Chats.streamed(question)).body())
                    .as("cut after %s", question)
                    .doesNotContain(Chats.DONE);
            door.upstream.enqueue(head.body(sent));
            boolean served = door.chat(Chats.streamed(question)).body().contains(Chats.DONE);
            door.upstream.enqueue(Answer.json(400, "{}"));
            boolean stored = door.chat(Chats.plain(question)).statusCode() == 200;

            assertThat(served).as(question).isEqualTo(endsWell(new String(sent, UTF_8)));
            assertThat(stored).as(question).isEqualTo(served);
            assertThat(door.upstream.calls()).as(question).isEqualTo(stored ? 2 : 3);
            door.close();
            door = Door.open(Mode.ASYNC_ON_JETTY);
        }
    }

    private static boolean endsWell(String sent) {
        String last = sent.substring(sent.lastIndexOf('\n') + 1);
        boolean lastIsWhole =
                Set.of("data: " + Chats.FINISH, "data: " + Chats.USAGE).contains(last);
        return sent.contains(Chats.FINISH) && (lastIsWhole || "data: ".startsWith(last));
    }

    @Test
    void fiftyMegabytesPassAndAreNotStored() throws Exception {
        String event = Chats.chunk("{\"content\":\"" + "x".repeat(10_000) + "\"}", null);
        int events = 50_000_000 / event.length() + 1;
        door.upstream.always(request -> {
            Answer answer = Answer.sse();
            for (int i = 0; i < events; i++) {
                answer = answer.event(event);
            }
            return answer.event(Chats.FINISH).event(Chats.DONE).lastChunk();
        });
        try (Logs logs = Logs.open()) {
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> answer = door.chat(Chats.streamed("a long story"));
                assertThat(answer.body()).hasSizeGreaterThan(50_000_000).endsWith("data: [DONE]\n\n");
                assertThat(answer.headers().firstValue("X-Cache")).contains("MISS");
            }
            assertThat(logs.lines().stream().filter(line -> line.contains("max_entry")))
                    .as("one line for each answer")
                    .hasSize(2);
        }
    }
}

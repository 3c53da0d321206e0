package dev.qlite.benchmarks.load;

import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * A subject that has answered.
 *
 * @param firstAnswer the time from its start until then
 */
record Running(Subject subject, Server server, Client client, Duration firstAnswer) implements AutoCloseable {
    /** What it uses is looked at when it has had so long to calm down. */
    static final Duration REST = Duration.ofSeconds(1);

    static Running await(Subject subject, Server server, Client client, long start) {
        String nonce = "qbnstart";
        String body = "{\"model\":\"" + client.plain().model()
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"qbench:" + nonce + ":100:5:0:0:0;\"}]}";
        Waiting.until("its first answer", server, () -> {
            HttpResponse<String> answer = Http.post(client.plain(), body);
            return answer.statusCode() == 200 && answer.body().contains(nonce) ? answer : null;
        });
        return new Running(subject, server, client, Duration.ofNanos(System.nanoTime() - start));
    }

    String name() {
        return subject.name();
    }

    @Override
    public void close() {
        server.close();
    }
}

package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.servlet.AccessLogFilter.Format;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the access log says of money: gpt-4o, 3 * 2.50 + 2 * 10 dollars a million. */
@InEachMode
class CostInTheLogTest {
    private static final String PAID = "MISS cost 0.0000275 saved 0";
    private static final String SAVED = "HIT cost 0 saved 0.0000275";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Gate gate = Gate.named("all have asked");
    private final Mode mode;
    private final Door door;

    CostInTheLogTest(Mode mode) {
        this.mode = mode;
        this.door = Door.with(mode)
                .filters(new AccessLogFilter(Format.JSON, lines::add))
                .open();
    }

    @AfterEach
    void close() {
        gate.open();
        door.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMissCostsAndAHitSavesIt(boolean streamedFirst) {
        door.upstream.enqueue(streamedFirst ? Chats.stream() : Chats.document());

        door.chat(streamedFirst ? Chats.streamed("hi") : Chats.plain("hi"));
        assertThat(told()).isEqualTo(PAID);
        door.chat(Chats.plain("hi"));
        assertThat(told()).isEqualTo(SAVED);
        door.chat(Chats.streamed("hi"));
        assertThat(told()).isEqualTo(SAVED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoSharesAnothersCallSavesItsPrice(boolean streamed) {
        door.upstream.enqueue(Answer.raw()
                .awaits(gate)
                .send("HTTP/1.1 200 Fine\r\nContent-Type: application/json\r\n")
                .body(Chats.DOCUMENT));
        CompletableFuture<HttpResponse<String>> founder = door.begin(Chats.plain("hi"));
        door.upstream.takeRequest(Door.SOON);
        CompletableFuture<HttpResponse<String>> follower =
                door.begin(streamed ? Chats.streamed("hi") : Chats.plain("hi"));
        door.aboard.await(1);

        gate.open();

        assertThat(founder.join().statusCode()).isEqualTo(200);
        assertThat(follower.join().headers().firstValue("Cache-Status")).hasValue("qlite; fwd=miss; collapsed");
        assertThat(List.of(told(), told())).containsExactlyInAnyOrder(PAID, SAVED);
    }

    @Test
    void whatIsNotKnownIsNull() {
        String question = Chats.plain("gpt-unknown-in-the-log", "hi");
        door.upstream.enqueue(Chats.document());

        assertThat(door.chat(question).headers().map()).doesNotContainKey("X-Request-Cost");
        assertThat(told()).isEqualTo("MISS cost null saved 0");
        assertThat(door.chat(question).headers().map()).doesNotContainKey("X-Cost-Saved");
        assertThat(told()).isEqualTo("HIT cost 0 saved null");
    }

    @Test
    void aModelWithoutAPriceIsWarnedOfOnceHoweverOftenItIsAsked() {
        String model = "gpt-never-heard-of-" + mode;
        door.upstream.always(request -> request.text().contains("\"stream\":true") ? Chats.stream() : Chats.document());
        try (Logs logs = Logs.open()) {
            for (int i = 0; i < 3; i++) {
                door.chat(Chats.plain(model, "hi"));
                door.chat(Chats.streamed(model, "another " + i));
                door.chat(Chats.plain(model, "hi"), "Cache-Control", "no-store");
            }
            for (int i = 0; i < 9; i++) {
                door.takeReceipt();
            }
            assertThat(logs.lines())
                    .filteredOn(line -> line.startsWith("WARN ") && line.contains(model))
                    .singleElement()
                    .asString()
                    .contains("model " + model + " of up: no price is known");
        }
    }

    @Test
    void whatPassesUnreadIsPriced() {
        String usage = "\"usage\":{\"input_tokens\":3,\"output_tokens\":2,\"total_tokens\":5}";
        door.upstream.enqueue(Answer.json(200, "{\"id\":\"resp_1\"," + usage + "}"));
        door.upstream.enqueue(Answer.sse("{\"type\":\"response.completed\",\"response\":{" + usage + "}}"));

        for (boolean streamed : new boolean[] {false, true}) {
            String question = "{\"model\":\"gpt-4o\",\"stream\":" + streamed + ",\"input\":\"hi\"}";
            HttpResponse<String> answer =
                    door.text(door.request("/v1/responses", "POST", BodyPublishers.ofString(question))
                            .header("Content-Type", "application/json")
                            .build());

            assertThat(answer.body()).contains(usage);
            assertThat(told()).isEqualTo("BYPASS cost 0.0000275 saved 0");
            assertThat(door.takeReceipt().cost()).isEqualByComparingTo("0.0000275");
        }
    }

    @Test
    void aFailureSavesNothing() {
        door.upstream.enqueue(Answer.json(400, "{\"error\":{\"message\":\"no\"}}"));

        assertThat(door.chat(Chats.plain("hi")).statusCode()).isEqualTo(400);
        assertThat(told()).isEqualTo("MISS cost null saved 0");
    }

    /** What the next line says of the cache and of money, to the letter. */
    private String told() {
        try {
            String line = lines.poll(Door.SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(line).as("line").isNotNull();
            Json told = Json.parse(line);
            return told.get("cache").asString() + " cost " + told.require("cost") + " saved " + told.require("saved");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("no line", e);
        }
    }
}

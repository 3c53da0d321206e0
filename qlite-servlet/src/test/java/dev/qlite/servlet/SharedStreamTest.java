package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.pipeline.Outcome;
import dev.qlite.pipeline.Receipt;
import dev.qlite.provider.Timeouts;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import dev.qlite.testing.RecordedRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that ask the same at the same time: one call to the provider, and nobody harmed by another. */
@InEachMode
class SharedStreamTest {
    private static final String QUESTION = Chats.streamed("hi");
    private static final String REST = Chats.framed(Chats.TWO, Chats.FINISH, Chats.DONE);

    private final Mode mode;
    private final Gate gate = Gate.named("all have joined");
    private Door door;

    SharedStreamTest(Mode mode) {
        this.mode = mode;
        this.door = Door.with(mode)
                .heartbeat(Duration.ofMillis(300))
                .maxInFlight(300)
                .open();
    }

    @AfterEach
    void close() {
        gate.open();
        door.close();
    }

    @Test
    void whoComesLaterReadsFromTheBeginning() {
        door.upstream.enqueue(answer());
        RawClient founder = begin("MISS", "qlite; fwd=miss");
        RawClient follower = begin("HIT", "qlite; fwd=miss; collapsed");
        gate.open();

        assertThat(founder.chunks()).endsWith(REST);
        assertThat(follower.chunks()).endsWith(REST);

        assertThat(door.upstream.calls()).isEqualTo(1);
        List<Receipt> receipts = List.of(door.takeReceipt(), door.takeReceipt());
        assertThat(receipts).extracting(Receipt::outcome).containsOnly(Outcome.ANSWERED);
        assertThat(receipts.stream().filter(receipt -> receipt.attempts() > 0)).hasSize(1);
        assertThat(door.chat(QUESTION).headers().firstValue("Cache-Status").orElse(""))
                .startsWith("qlite; hit");
    }

    @Test
    void aFounderThatLeavesTakesNothingFromTheOthers() {
        door.upstream.enqueue(answer());
        RawClient founder = begin("MISS", "qlite; fwd=miss");
        RawClient follower = begin("HIT", "qlite; fwd=miss; collapsed");

        founder.reset();
        assertThat(door.takeReceipt().outcome()).isEqualTo(Outcome.CANCELLED);
        gate.open();

        assertThat(follower.chunks()).endsWith(REST);
        Receipt receipt = door.takeReceipt();
        assertThat(receipt.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(receipt.attempts()).as("who has stayed pays").isEqualTo(1);
        assertThat(door.upstream.calls()).isEqualTo(1);
        assertThat(door.chat(QUESTION).headers().firstValue("X-Cache")).contains("HIT");
    }

    @Test
    void whenAllHaveLeftTheUpstreamsConnectionIsClosed() {
        door.upstream.enqueue(answer());
        RawClient founder = begin("MISS", "qlite; fwd=miss");
        RawClient follower = begin("HIT", "qlite; fwd=miss; collapsed");
        RecordedRequest asked = door.upstream.takeRequest(Door.SOON);

        founder.reset();
        follower.reset();

        asked.awaitClientClosed(Door.SOON);
        List<Receipt> receipts = List.of(door.takeReceipt(), door.takeReceipt());
        assertThat(receipts).extracting(Receipt::outcome).containsOnly(Outcome.CANCELLED);
        assertThat(receipts).extracting(Receipt::attempts).containsExactly(0, 1);
        door.upstream.enqueue(Chats.stream());
        assertThat(door.chat(QUESTION).headers().firstValue("X-Cache")).contains("MISS");
    }

    @Test
    void aBreakIsToldToAllAndNotStored() {
        door.upstream.enqueue(Answer.sse().event(Chats.ONE).awaits(gate).cut());
        RawClient founder = begin("MISS", "qlite; fwd=miss");
        RawClient follower = begin("HIT", "qlite; fwd=miss; collapsed");
        gate.open();

        for (RawClient each : List.of(founder, follower)) {
            assertThat(each.chunks()).contains("\"error\"").doesNotContain(Chats.DONE);
        }
        assertThat(door.upstream.calls()).isEqualTo(1);
        door.upstream.enqueue(Chats.stream());
        assertThat(door.chat(QUESTION).headers().firstValue("X-Cache")).contains("MISS");
    }

    @Test
    void manyAtOnceAreOneCallPlainOrStreamed() {
        int clients = 200;
        door.upstream.always(answer());
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            answers.add(door.send(door.chatRequest(i % 2 == 0 ? QUESTION : Chats.plain("hi"))));
        }
        gate.awaitReached(Door.SOON);
        gate.open();

        List<String> said = answers.stream()
                .map(answer -> answer.orTimeout(Door.SOON.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .map(answer -> answer.headers().firstValue("X-Cache").orElse("none") + " " + answer.statusCode() + " "
                        + answer.body().contains("two"))
                .toList();

        assertThat(said).filteredOn("HIT 200 true"::equals).hasSize(clients - 1);
        assertThat(said).filteredOn("MISS 200 true"::equals).hasSize(1);
        assertThat(door.upstream.calls()).isEqualTo(1);
    }

    @Test
    void aClientThatDoesNotReadIsLetGoAlone() {
        door.close();
        door = Door.with(mode)
                .maxEntry(10_000)
                .timeouts(Timeouts.DEFAULT.withBetweenEvents(Duration.ofSeconds(3)))
                .open();
        String large = Chats.chunk("{\"content\":\"" + "x".repeat(10_000) + "\"}", null);
        Answer answer = Answer.sse().event(Chats.ONE).awaits(gate);
        for (int i = 0; i < 2_000; i++) {
            answer = answer.event(large);
        }
        door.upstream.enqueue(answer.event(Chats.FINISH).event(Chats.DONE).lastChunk());
        RawClient stalled = begin("MISS", "qlite; fwd=miss");
        RawClient reader = begin("HIT", "qlite; fwd=miss; collapsed");
        gate.open();

        assertThat(reader.chunks()).hasSizeGreaterThan(20_000_000).endsWith(Chats.framed(Chats.DONE));

        assertThat(door.upstream.calls()).isEqualTo(1);
        stalled.reset();
        List<Receipt> receipts = List.of(door.takeReceipt(), door.takeReceipt());
        assertThat(receipts).extracting(Receipt::outcome).contains(Outcome.ANSWERED);
        assertThat(receipts).extracting(Receipt::outcome).doesNotHaveDuplicates();
    }

    private Answer answer() {
        return Answer.sse()
                .event(Chats.ONE)
                .awaits(gate)
                .event(Chats.TWO)
                .event(Chats.FINISH)
                .event(Chats.DONE)
                .lastChunk();
    }

    /** A client that asks, and has read the first event. */
    private RawClient begin(String cache, String status) {
        RawClient client = door.ask(QUESTION);
        RawClient.Head head = client.head();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("x-cache")).isEqualTo(cache);
        assertThat(head.header("cache-status")).isEqualTo(status);
        assertThat(client.chunk()).isEqualTo(Chats.framed(Chats.ONE));
        return client;
    }
}

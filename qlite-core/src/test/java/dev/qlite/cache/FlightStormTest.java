package dev.qlite.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.chat.Usage;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.Chunks;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Pulls;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.ScriptedEvents;
import dev.qlite.transport.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many who ask the same at once, again and again: {@code qlite.storm.rounds} times, with {@code qlite.storm.seed}. */
class FlightStormTest {
    private static final int CALLERS = 200;
    private static final int ROUNDS = Integer.getInteger("qlite.storm.rounds", 50);
    private static final long SEED = Long.getLong("qlite.storm.seed", 20261127L);
    private static final int EVENTS = 6;

    private final ExecutorService threads = Threads.unbounded();
    private final CacheFixture house = new CacheFixture();
    private final Random random = new Random(SEED);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void oneIsAskedForAll() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            storm(round, 0);
            assertThat(house.asked()).as("round %d of seed %d", round, SEED).isEqualTo(round + 1);
        }
        assertThat(house.receipts).hasSize(ROUNDS * CALLERS);
        assertThat(house.receipts.stream().filter(Receipt::billed)).hasSize(ROUNDS);
        CacheStatistics counted = house.cache.statistics();
        assertThat(counted.misses()).isEqualTo(ROUNDS);
        assertThat(counted.hits() + counted.collapsed()).isEqualTo(ROUNDS * (CALLERS - 1L));
        assertThat(counted.stored()).isEqualTo(ROUNDS);
    }

    @Test
    void whoComesAndGoesLeavesTheAccountsInOrder() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            storm(round, 0.8);
        }
        assertThat(house.receipts).hasSize(ROUNDS * CALLERS);
        assertThat(house.receipts.stream().mapToInt(Receipt::attempts).sum())
                .as("every exchange is on one receipt")
                .isEqualTo(house.asked());
    }

    /** @param leaving the share of those that leave before the end */
    private void storm(int round, double leaving) throws Exception {
        long pause = random.nextInt(50_000);
        house.provider.answer(call -> ScriptedEvents.of(call, script(round, pause))
                .withReceipt(Receipt.of(call).withAttempts(1).withUsage(Usage.of(2, 3))));
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            boolean plain = random.nextBoolean();
            int reads = random.nextDouble() < leaving ? random.nextInt(EVENTS) : EVENTS;
            long delay = random.nextInt(3) * (long) random.nextInt(100_000);
            callers.add(threads.submit(() -> {
                start.await();
                LockSupport.parkNanos(delay);
                ask(round, plain && reads == EVENTS, reads);
                return null;
            }));
        }
        start.countDown();
        for (Future<?> caller : callers) {
            end(caller);
        }
    }

    private static void end(Future<?> caller) throws InterruptedException, TimeoutException {
        try {
            caller.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private void ask(int round, boolean plain, int reads) {
        String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + round + "\"}],\"stream\":"
                + !plain + "}";
        Call call = Calls.of(body).build();
        if (plain) {
            Reply.Document answer = (Reply.Document) house.ask(call);
            assertThat(answer.body().toString()).contains("\"content\":\"01234\"");
            return;
        }
        List<String> read = new ArrayList<>();
        try (Reply.Events events = (Reply.Events) house.ask(call)) {
            while (read.size() < reads) {
                Event event = Pulls.soon(events);
                read.add(event == null ? "the end" : new String(event.data(), UTF_8));
            }
            if (reads == EVENTS) {
                assertThat(Pulls.soon(events)).isNull();
                assertThat(read).doesNotHaveDuplicates().doesNotContain("the end");
            }
        }
    }

    private static Object[] script(int round, long pause) {
        List<Object> script = new ArrayList<>();
        for (int i = 0; i < EVENTS - 1; i++) {
            if (round % 2 == 0) {
                script.add((Runnable) () -> LockSupport.parkNanos(pause));
            }
            script.add(Chunks.delta("{\"content\":\"" + i + "\"}"));
        }
        script.add(Chunks.finish("stop"));
        return script.toArray();
    }
}

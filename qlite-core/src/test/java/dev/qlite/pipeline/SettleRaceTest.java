package dev.qlite.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.chat.QliteException;
import dev.qlite.chat.UpstreamUnavailableException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two threads end one call at the same moment. */
class SettleRaceTest {
    private static final int REPETITIONS = 3_000;

    private final ExecutorService closer = Executors.newSingleThreadExecutor();
    private final FakeProvider provider = new FakeProvider("fake");

    @AfterEach
    void stop() {
        closer.shutdownNow();
    }

    @Test
    void closeThatRacesTheGoodEndTellsOneReceipt() throws Exception {
        race(new Object[] {Chunks.finish("stop")}, List.of(Outcome.ANSWERED, Outcome.CANCELLED));
    }

    @Test
    void closeThatRacesTheBreakTellsOneReceipt() throws Exception {
        race(
                new Object[] {UpstreamUnavailableException.of("fake", "cut", null)},
                List.of(Outcome.FAILED, Outcome.CANCELLED));
    }

    private void race(Object[] script, List<Outcome> possible) throws Exception {
        for (int i = 0; i < REPETITIONS; i++) {
            ConcurrentLinkedQueue<Receipt> told = new ConcurrentLinkedQueue<>();
            provider.answer(call -> ScriptedEvents.of(call, script));
            Settle settle = new Settle(List.of(told::add), System::nanoTime);
            Reply.Events events = (Reply.Events)
                    Calls.pipeline(provider, settle).handle(Calls.streamed().build());
            CyclicBarrier start = new CyclicBarrier(2);
            Future<?> closed = closer.submit(() -> {
                start.await();
                events.close();
                return events.receipt();
            });
            start.await();
            try {
                Pulls.all(events);
            } catch (QliteException e) {
                assertThat(e).isInstanceOf(CallFailedException.class);
            }
            Object receipt = closed.get(10, TimeUnit.SECONDS);
            assertThat(told).as("repetition %d", i).hasSize(1);
            assertThat(told.element()).isSameAs(receipt).isSameAs(events.receipt());
            assertThat(told.element().outcome()).isIn(possible);
        }
    }

    @Test
    void closeBetweenTheLastEventAndTheEndSaysCancelledForGood() throws Exception {
        ConcurrentLinkedQueue<Receipt> told = new ConcurrentLinkedQueue<>();
        Reply.Events[] reply = new Reply.Events[1];
        Runnable closeElsewhere = () -> get(closer.submit(() -> reply[0].close()));
        provider.answer(call -> ScriptedEvents.of(call, Chunks.finish("stop"), closeElsewhere));
        Settle settle = new Settle(List.of(told::add), System::nanoTime);
        reply[0] = (Reply.Events)
                Calls.pipeline(provider, settle).handle(Calls.streamed().build());

        try {
            Pulls.all(reply[0]);
        } catch (CallFailedException e) {
            assertThat(e.receipt()).isSameAs(told.element());
        }

        assertThat(told).hasSize(1);
        assertThat(reply[0].receipt().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    private static void get(Future<?> future) {
        try {
            future.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

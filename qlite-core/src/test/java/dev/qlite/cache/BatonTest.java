package dev.qlite.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.chat.CallCancelledException;
import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.pipeline.Awaits;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.Chunks;
import dev.qlite.pipeline.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who reads for all gives the baton on, whatever befalls whom: every sequence of three things (or of
 * {@code qlite.baton.length}) that may happen to three readers, each on a thread of its own. After each, somebody pulls if anybody waits.
 */
class BatonTest {
    private static final int LENGTH = Integer.getInteger("qlite.baton.length", 3);

    /** What may happen to a flight. */
    private enum Step {
        EVENT,
        PULLERS_TIME_IS_OVER,
        ONE_GOES_ON,
        PULLER_LEAVES,
        WAITER_LEAVES,
        PULLER_IS_INTERRUPTED,
        WAITER_IS_INTERRUPTED,
        ONE_JOINS,
        ONE_IN_A_HURRY_JOINS
    }

    private final List<SteppedEvents> sources = new CopyOnWriteArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private final List<Reader> left = new ArrayList<>();
    private CacheFixture house = new CacheFixture();
    private int events;
    private boolean broken;

    @ParameterizedTest
    @EnumSource
    void nobodyWaitsForABatonThatIsFree(Step first) {
        int sequences = (int) Math.pow(Step.values().length, LENGTH - 1);
        for (int sequence = 0; sequence < sequences; sequence++) {
            List<Step> steps = new ArrayList<>(List.of(first));
            for (int i = 1, rest = sequence; i < LENGTH; i++, rest /= Step.values().length) {
                steps.add(Step.values()[rest % Step.values().length]);
            }
            try {
                play(steps);
            } catch (AssertionError e) {
                throw new AssertionError(steps.toString(), e);
            }
        }
    }

    /** None of them needs a timer: who pulls minds the times of all. */
    @Test
    void eachIsToldInTimeThatItsTimeIsOverWhoeverPulls() {
        aboard(100, 60_000, 300, 200);

        for (int each : new int[] {0, 3, 2}) {
            Awaits.until("its time is over", readers.get(each)::isResting);
        }

        assertThat(readers.get(1).isReading()).isTrue();
        readers.forEach(Reader::goOn);
        finish();
    }

    @Test
    void anUpstreamsPauseIsForWhoPullsThoughAnotherHasLessTime() {
        aboard(60_000, 60_000, 30_000);

        for (int each : new int[] {0, 1}) {
            source().pause();
            Awaits.until("it rests", readers.get(each)::isResting);
        }

        readers.forEach(Reader::goOn);
        finish();
    }

    /** Its thread is in the upstream's hands, and the upstream says nothing. */
    @Test
    void whoIsCancelledWhileItPullsForAllIsLetGo() {
        aboard(60_000, 60_000);

        leave(readers.get(0));
        readers.get(0).join();
        Awaits.until(
                "the other pulls", () -> source().puller() == readers.get(1).thread());

        assertThat(source().pulls()).as("nobody asks again and again").isLessThan(5);
        assertThat(source().isClosed()).isFalse();
        finish();
    }

    /** Has readers board one after another, who wait so many milliseconds for an event; the first pulls. */
    private void aboard(int... patience) {
        answerStepByStep();
        for (int millis : patience) {
            Reader reader = board(Duration.ofMillis(millis));
            Awaits.until(
                    "it pulls or waits",
                    () -> (reader.isReading() && isBlocked(reader.thread())) || reader.isResting());
        }
    }

    private void answerStepByStep() {
        house.provider.answer(call -> {
            sources.add(new SteppedEvents(call));
            return source();
        });
    }

    private Reader board(Duration patience) {
        Reader reader = Reader.of(() -> house.stream(Calls.streamed()), patience);
        readers.add(reader);
        return reader;
    }

    private static boolean isBlocked(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    private void play(List<Step> steps) {
        start();
        for (Step step : steps) {
            if (!broken && readers.stream().anyMatch(reader -> reader.isReading() && !left.contains(reader))) {
                take(step);
                Awaits.until("after " + step + " somebody pulls", this::isInOrder);
            }
        }
        finish();
    }

    private void start() {
        house = new CacheFixture();
        answerStepByStep();
        sources.clear();
        readers.clear();
        left.clear();
        events = 0;
        broken = false;
        join();
        Awaits.until("the founder pulls", () -> !sources.isEmpty() && source().puller() != null);
        join();
        join();
    }

    private void join() {
        Reader reader = board(Duration.ofMinutes(1));
        Awaits.until("it has joined", () -> reader.events() != null && (reader.isReading() || reader.isDone()));
    }

    /** It waits for a moment only, whoever pulls. */
    private void joinInAHurry() {
        Reader reader = board(Duration.ofMillis(1));
        Awaits.until("it rests", () -> reader.isResting() || reader.isDone());
    }

    private void take(Step step) {
        switch (step) {
            case EVENT -> source().event(word(events++));
            case PULLERS_TIME_IS_OVER -> {
                Reader puller = puller();
                source().pause();
                Awaits.until("it rests", () -> puller.isResting() || puller.isDone());
            }
            case ONE_GOES_ON -> with(Reader::isResting, Reader::goOn);
            case PULLER_LEAVES -> leave(puller());
            case WAITER_LEAVES -> with(this::waits, this::leave);
            case PULLER_IS_INTERRUPTED -> {
                Reader puller = puller();
                puller.thread().interrupt();
                puller.join();
                broken = true;
            }
            case WAITER_IS_INTERRUPTED ->
                with(this::waits, reader -> {
                    reader.thread().interrupt();
                    reader.join();
                });
            case ONE_JOINS -> join();
            case ONE_IN_A_HURRY_JOINS -> joinInAHurry();
        }
    }

    /** It closes its answer, from another thread. */
    private void leave(Reader reader) {
        left.add(reader);
        Objects.requireNonNull(reader.events()).close();
    }

    private void finish() {
        boolean live = readers.stream().anyMatch(reader -> !reader.isDone() && !left.contains(reader));
        readers.stream().filter(Reader::isResting).forEach(Reader::goOn);
        if (live && !broken) {
            source().event(Chunks.finish("stop"));
            Awaits.until("somebody pulls", () -> source().puller() != null);
            source().end();
        }
        readers.forEach(Reader::join);

        assertThat(source().wasCrowded()).as("two have pulled at once").isFalse();
        List<String> whole = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            whole.add(word(i));
        }
        whole.add(Chunks.finish("stop"));
        for (Reader reader : readers) {
            if (reader.isAtTheEnd()) {
                assertThat(reader.read()).isEqualTo(whole);
            } else {
                assertThat(CacheFixture.failure(reader.failure()))
                        .isInstanceOfAny(CallCancelledException.class, UpstreamUnavailableException.class);
                assertThat(reader.read())
                        .isEqualTo(whole.subList(0, reader.read().size()));
            }
        }
        assertThat(readers.stream().anyMatch(Reader::isAtTheEnd)).isEqualTo(live && !broken);
        Awaits.until("its connection is given back", () -> source().isClosed());
        Awaits.until("a receipt each", () -> house.receipts.size() == readers.size());
        assertThat(house.receipts.stream().mapToInt(Receipt::attempts).sum()).isEqualTo(house.asked());
    }

    private boolean isInOrder() {
        return source().puller() != null
                || source().isClosed()
                || readers.stream().allMatch(reader -> reader.isDone() || reader.isResting());
    }

    private void with(Predicate<Reader> which, Consumer<Reader> action) {
        readers.stream().filter(which).findFirst().ifPresent(action);
    }

    private boolean waits(Reader reader) {
        return reader.isReading() && reader.thread() != source().puller() && !left.contains(reader);
    }

    private Reader puller() {
        return Awaits.value("somebody pulls", () -> {
            Thread puller = source().puller();
            return readers.stream()
                    .filter(reader -> reader.thread() == puller)
                    .findFirst()
                    .orElse(null);
        });
    }

    private SteppedEvents source() {
        return sources.get(sources.size() - 1);
    }

    private static String word(int place) {
        return Chunks.delta("{\"content\":\"" + place + "\"}");
    }
}

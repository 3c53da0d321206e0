package dev.qlite.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.qlite.chat.QliteException;
import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.pipeline.Awaits;
import dev.qlite.pipeline.Budget;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.Chunks;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Pulls;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.ScriptedEvents;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An answer that is too large to be kept for whoever joins: those aboard read it through a window. */
class SealedFlightTest {
    private static final int EVENTS = 40;
    private static final int ROOM = 10; // events that are kept

    private final List<String> answer = Stream.concat(
                    IntStream.range(0, EVENTS).mapToObj(i -> Chunks.delta("{\"content\":\"" + (100 + i) + "\"}")),
                    Stream.of(Chunks.finish("stop")))
            .toList();
    private final long room = ROOM * (long) answer.get(0).length();
    private final CacheFixture house = new CacheFixture(room);

    SealedFlightTest() {
        house.provider.answer(call -> ScriptedEvents.of(call, answer.toArray()));
    }

    @Test
    void nobodyJoinsOnceItIsTooLarge() {
        Reply.Events founder = open();
        Reply.Events follower = open();
        pull(founder, ROOM);
        pull(follower, ROOM);
        assertThat(house.asked()).isEqualTo(1);

        pull(founder, 1);
        Reply.Events late = open();

        assertThat(late.head().cache()).isEqualTo(CacheStatus.MISS);
        assertThat(house.asked()).isEqualTo(2);
        for (Reply.Events each : List.of(founder, follower, late)) {
            each.close();
        }
    }

    @Test
    void whoComesByAsItIsSealedIsNotTakenAboard() {
        Call call = Calls.routed(Calls.streamed(), house.provider);
        Flight flight = Flight.shared(call, CacheStatus.MISS, 1, gone -> {});
        flight.open(house.provider::execute, head -> house.cache.recorder(house.cache.key(call), call, head));
        assertThat(flight.join(call)).isNotNull();

        pull((Reply.Events) Objects.requireNonNull(flight.reply(flight.founder())), 1);

        assertThat(flight.join(call)).isNull();
    }

    @Test
    void thoseAboardReadAllOfItInStep() {
        Reply.Events founder = open();
        Reply.Events follower = open();
        List<String> read = new ArrayList<>();
        List<String> followed = new ArrayList<>();

        while (read.size() < answer.size() || followed.size() < answer.size()) {
            read.addAll(available(founder));
            followed.addAll(available(follower));
        }

        assertThat(read).isEqualTo(answer);
        assertThat(followed).isEqualTo(answer);
        assertThat(Pulls.next(founder)).isNull();
        assertThat(Pulls.next(follower)).isNull();
        assertThat(house.store.entries).as("too large to be stored").isEmpty();
        assertThat(house.cache.statistics().collapsed()).isEqualTo(1);
    }

    @Test
    void aSlowReaderHoldsTheOthersBackByAWindowAndNoMore() {
        house.provider.betweenEvents(Duration.ofHours(1));
        Reply.Events slow = open();
        Reply.Events fast = open();

        int ahead = available(fast).size();
        assertThat(Pulls.next(fast)).as("it has to wait").isSameAs(Event.NOT_YET);
        assertThat(ahead).isBetween(ROOM, ROOM + 2);
        pull(slow, 1);
        assertThat(available(fast)).hasSize(1);
        assertThat(Pulls.next(fast)).isSameAs(Event.NOT_YET);
        slow.close();
        assertThat(available(fast)).as("nobody holds it back").hasSize(answer.size() - ahead - 1);
        assertThat(Pulls.next(fast)).isNull();
    }

    @Test
    void whoDoesNotReadIsLetGoAlone() {
        house.provider.betweenEvents(Duration.ofMillis(50));
        Reply.Events stalled = open();
        Reply.Events second = open();
        pull(stalled, 2);

        List<String> read = new ArrayList<>();
        for (Event event = Pulls.soon(second); event != null; event = Pulls.soon(second)) {
            read.add(new String(event.data(), UTF_8));
        }
        second.close();

        assertThat(read).isEqualTo(answer);
        Throwable failure = CacheFixture.failure(catchThrowable(() -> Pulls.soon(stalled)));
        assertThat(failure).isInstanceOfSatisfying(QliteException.class, e -> {
            assertThat(e.code()).isEqualTo("read_too_slowly");
            assertThat(e.status()).isEqualTo(504);
        });
        stalled.close();
        assertThat(house.receipts).extracting(Receipt::attempts).containsExactly(1, 0);
        assertThat(house.asked()).isEqualTo(1);
    }

    @Test
    void whoDoesNotReadHarmsNobodyWhereAllIsKept() {
        CacheFixture roomy = new CacheFixture();
        roomy.provider.answer(call -> ScriptedEvents.of(call, answer.toArray()));
        Reply.Events stalled = roomy.stream(Calls.streamed());

        assertThat(roomy.pull(Calls.streamed())).isEqualTo(answer);
        assertThat(Pulls.texts(stalled)).as("whenever it wants to").isEqualTo(answer);
    }

    @Test
    void memoryThatIsFullSealsItToo() {
        CacheFixture roomy = new CacheFixture();
        roomy.provider.answer(call -> ScriptedEvents.of(call, answer.toArray()));
        Budget budget = new Budget(room);
        Reply.Events founder = roomy.stream(Calls.streamed().budget(budget));
        pull(founder, ROOM + 1);

        Reply.Events other = roomy.stream(Calls.streamed());

        assertThat(other.head().cache()).isEqualTo(CacheStatus.MISS);
        assertThat(Pulls.all(founder)).hasSize(answer.size() - ROOM - 1);
        founder.close();
        other.close();
        assertThat(budget.held()).isZero();
        assertThat(roomy.store.entries).as("it could not be kept whole").isEmpty();
    }

    @Test
    void theMemoryOfWhatIsKeptIsCountedOnceAndGivenBack() {
        CacheFixture roomy = new CacheFixture();
        roomy.provider.answer(call -> ScriptedEvents.of(call, answer.toArray()));
        Budget budget = new Budget(1 << 20);
        Reply.Events founder = roomy.stream(Calls.streamed().budget(budget));
        Reply.Events follower = roomy.stream(Calls.streamed().budget(budget));

        Pulls.all(founder);
        assertThat(budget.held())
                .isEqualTo(answer.stream().mapToLong(String::length).sum());
        Pulls.all(follower);
        assertThat(budget.held()).isZero();
    }

    @Test
    void theMemoryOfWhatBreaksOffIsGivenBack() {
        CacheFixture roomy = new CacheFixture();
        UpstreamUnavailableException failure = UpstreamUnavailableException.of("fake", "it broke", null);
        roomy.provider.answer(call -> ScriptedEvents.of(call, answer.get(0), answer.get(1), failure));
        Budget budget = new Budget(1 << 20);
        Reply.Events founder = roomy.stream(Calls.streamed().budget(budget));
        Reply.Events follower = roomy.stream(Calls.streamed().budget(budget));

        pull(founder, 2);
        assertThat(budget.held()).isPositive();
        for (Reply.Events each : List.of(founder, follower)) {
            pull(each, each == founder ? 0 : 2);
            assertThat(CacheFixture.failure(catchThrowable(() -> Pulls.next(each))))
                    .isSameAs(failure);
            each.close();
        }

        assertThat(budget.held()).isZero();
    }

    @Test
    void soIsTheMemoryOfWhatNobodyElseMayRead() {
        CacheFixture roomy = new CacheFixture();
        UpstreamUnavailableException failure = UpstreamUnavailableException.of("fake", "it broke", null);
        roomy.provider.answer(call -> ScriptedEvents.of(call, answer.get(0), failure));
        Budget budget = new Budget(1 << 20);

        try (Reply.Events alone =
                roomy.stream(Calls.streamed().budget(budget).cacheControl(CacheControl.parse("no-cache")))) {
            pull(alone, 1);
            assertThat(budget.held()).isPositive();
            assertThat(catchThrowable(() -> Pulls.next(alone))).isNotNull();
        }

        assertThat(budget.held()).isZero();
    }

    @Test
    void whoWaitsForRoomLetsGoInTimeWhoDoesNotRead() {
        house.provider.betweenEvents(Duration.ofMillis(100));
        Reply.Events stalled = open();
        Reader fast = Reader.of(this::open);

        assertThat(fast.join().read()).isEqualTo(answer);
        stalled.close();
    }

    /** The second holds the others up only when the first is gone, and what that leaves is no room yet. */
    @Test
    void whoWaitsForRoomLetsGoOneAfterTheOther() {
        String small = Chunks.delta("{\"content\":\"1\"}");
        String large = Chunks.delta("{\"content\":\"" + "1".repeat(80) + "\"}");
        CacheFixture narrow = new CacheFixture(small.length() + large.length());
        narrow.provider.betweenEvents(Duration.ofMillis(100));
        narrow.provider.answer(call -> ScriptedEvents.of(call, small, large, large, Chunks.finish("stop")));
        Reply.Events first = narrow.stream(Calls.streamed());
        Reply.Events second = narrow.stream(Calls.streamed());
        pull(second, 1);
        Reader fast = Reader.of(() -> narrow.stream(Calls.streamed()));

        assertThat(fast.join().read()).containsExactly(small, large, large, Chunks.finish("stop"));
        first.close();
        second.close();
    }

    @Test
    void whoReadsSlowlyIsNotLetGo() throws InterruptedException {
        house.provider.betweenEvents(Duration.ofSeconds(2));
        Reply.Events slow = open();
        Reader fast = Reader.of(this::open);

        for (int i = 0; i < 9; i++) {
            Thread.sleep(250);
            pull(slow, 1);
        }

        assertThat(Pulls.texts(slow)).isEqualTo(answer.subList(9, answer.size()));
        assertThat(fast.join().read()).isEqualTo(answer);
    }

    @Test
    void whoWaitsForRoomGoesOnWhenThereIsSome() {
        house.provider.betweenEvents(Duration.ofHours(1));
        Reply.Events slow = open();
        Reader fast = Reader.of(this::open);
        Awaits.until(
                "it waits for room",
                () -> fast.read().size() > ROOM && fast.thread().getState() == Thread.State.TIMED_WAITING);
        int ahead = fast.read().size();

        pull(slow, 1);

        Awaits.until("it has read on", () -> fast.read().size() > ahead);
        slow.close();
        assertThat(fast.join().read()).isEqualTo(answer);
    }

    /** In a heap that has no room for a twentieth of it. */
    @Test
    void aHugeAnswerPassesThroughASmallHeap() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HugeFlight.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(output.lines()).last().isEqualTo(HugeFlight.READ_BY_BOTH);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
    }

    private Reply.Events open() {
        return house.stream(Calls.streamed());
    }

    private static void pull(Reply.Events events, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(Pulls.next(events)).isNotNull().isNotSameAs(Event.NOT_YET);
        }
    }

    /** What it may read without a wait, but for the end. */
    private List<String> available(Reply.Events events) {
        List<String> read = new ArrayList<>();
        String last = answer.get(answer.size() - 1);
        while (!read.contains(last)) {
            Event event = Pulls.next(events);
            if (event == null || event == Event.NOT_YET) {
                return read;
            }
            read.add(new String(event.data(), UTF_8));
        }
        return read;
    }
}

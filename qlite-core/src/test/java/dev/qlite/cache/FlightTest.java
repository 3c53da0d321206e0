package dev.qlite.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.qlite.chat.CallCancelledException;
import dev.qlite.chat.InternalErrorException;
import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.chat.Usage;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.Chunks;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.ForwardingEvents;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Outcome;
import dev.qlite.pipeline.Pulls;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.ScriptedEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two who read one stream, at every event of it: each step is taken by the test's own thread. */
class FlightTest {
    private static final List<String> ANSWER = List.of(
            Chunks.delta("{\"role\":\"assistant\",\"content\":\"a\"}"),
            Chunks.delta("{\"content\":\"b\"}"),
            Chunks.delta("{\"content\":\"c\"}"),
            Chunks.finish("stop"),
            Chunks.usage(2, 3));

    private final CacheFixture house = new CacheFixture();
    private final List<ScriptedEvents> sources = new ArrayList<>();

    static IntStream places() {
        return IntStream.rangeClosed(0, ANSWER.size());
    }

    static Stream<Arguments> placesForEach() {
        return places().boxed().flatMap(at -> Stream.of(Arguments.of(at, true), Arguments.of(at, false)));
    }

    @ParameterizedTest
    @MethodSource("placesForEach")
    void whoJoinsReadsFromTheBeginning(int at, boolean founderFirst) {
        streams(ANSWER.toArray());
        Reply.Events founder = open();
        List<String> read = pull(founder, at);

        Reply.Events follower = open();
        List<String> followed = new ArrayList<>();
        if (founderFirst) {
            read.addAll(Pulls.texts(founder));
            followed.addAll(Pulls.texts(follower));
        } else {
            followed.addAll(Pulls.texts(follower));
            read.addAll(Pulls.texts(founder));
        }

        assertThat(read).isEqualTo(ANSWER);
        assertThat(followed).isEqualTo(ANSWER);
        assertThat(founder.head().cache()).isEqualTo(CacheStatus.MISS);
        assertThat(follower.head().cache()).isEqualTo(CacheStatus.COLLAPSED);
        founder.close();
        follower.close();
        assertThat(house.asked()).isEqualTo(1);
        assertThat(founder.receipt().billed()).isTrue();
        assertThat(follower.receipt().billed()).isFalse();
        assertThat(house.receipts).extracting(Receipt::outcome).containsExactly(Outcome.ANSWERED, Outcome.ANSWERED);
        assertThat(house.receipts)
                .allSatisfy(receipt -> assertThat(receipt.usage())
                        .isNotNull()
                        .satisfies(usage -> assertThat(usage.completionTokens()).isEqualTo(3)));
        assertThat(house.pull(Calls.streamedWithUsage())).isEqualTo(ANSWER);
        assertThat(house.asked()).isEqualTo(1);
        CacheStatistics counted = house.cache.statistics();
        assertThat(List.of(counted.misses(), counted.collapsed(), counted.hits(), counted.stored()))
                .containsExactly(1L, 1L, 1L, 1L);
    }

    @ParameterizedTest
    @MethodSource("placesForEach")
    void whoLeavesTakesNothingFromTheOther(int at, boolean founderLeaves) {
        streams(ANSWER.toArray());
        Reply.Events founder = open();
        Reply.Events follower = open();
        Reply.Events leaving = founderLeaves ? founder : follower;
        Reply.Events staying = founderLeaves ? follower : founder;
        List<String> read = pull(staying, at);
        pull(leaving, at);

        leaving.close();

        assertThat(house.lastReceipt().billed()).as("who leaves before the end").isFalse();
        assertThat(house.lastReceipt().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(source().closed()).isZero();
        read.addAll(Pulls.texts(staying));
        staying.close();
        assertThat(read).isEqualTo(ANSWER);
        assertThat(house.lastReceipt().billed()).as("who has stayed").isTrue();
        assertThat(house.lastReceipt().usage()).isNotNull();
        assertThat(source().closed()).isPositive();
        assertThat(house.receipts).hasSize(2);
        assertThat(house.asked()).isEqualTo(1);
        assertThat(house.store.entries).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("placesForEach")
    void theLastToLeaveEndsTheExchange(int at, boolean founderIsLast) {
        streams(ANSWER.toArray());
        Reply.Events founder = open();
        Reply.Events follower = open();
        pull(founder, at);
        pull(follower, at);
        Reply.Events last = founderIsLast ? founder : follower;

        (founderIsLast ? follower : founder).close();
        assertThat(source().closed()).isZero();
        last.close();

        assertThat(source().closed()).isPositive();
        assertThat(house.provider.calls().get(0).lifetime().cancelled()).isTrue();
        assertThat(house.receipts).extracting(Receipt::billed).containsExactly(false, true);
        assertThat(house.receipts).extracting(Receipt::outcome).containsOnly(Outcome.CANCELLED);
        assertThat(house.store.entries).isEmpty();
        assertThat(house.pull(Calls.streamedWithUsage())).isEqualTo(ANSWER);
        assertThat(house.asked()).as("nobody joins what has ended").isEqualTo(2);
    }

    @Test
    void whoLeavesAfterTheEndOfTheAnswerTakesNothingFromTheStore() {
        streams(ANSWER.toArray());
        Reply.Events founder = open();
        Reply.Events follower = open();
        Pulls.all(founder);

        follower.close();
        founder.close();

        assertThat(house.store.entries).hasSize(1);
        assertThat(house.receipts).extracting(Receipt::billed).containsExactly(true, false);
    }

    @ParameterizedTest
    @MethodSource("placesForEach")
    void aFailureGoesToAllAndIsNotStored(int at, boolean founderFirst) {
        UpstreamUnavailableException failure = UpstreamUnavailableException.of("fake", "it broke", null);
        Object[] script = Arrays.copyOf(ANSWER.subList(0, at).toArray(), at + 1);
        script[at] = failure;
        streams(script);
        Reply.Events founder = open();
        Reply.Events follower = open();

        for (Reply.Events each : founderFirst ? List.of(founder, follower) : List.of(follower, founder)) {
            assertThat(pull(each, at)).isEqualTo(ANSWER.subList(0, at));
            assertThat(failureOf(each)).isSameAs(failure);
            assertThat(failureOf(each)).as("again").isSameAs(failure);
            each.close();
        }

        assertThat(house.receipts).extracting(Receipt::outcome).containsOnly(Outcome.FAILED);
        assertThat(house.receipts.stream().filter(Receipt::billed)).hasSize(1);
        assertThat(house.receipts).hasSize(2);
        assertThat(house.store.entries).isEmpty();
        streams(ANSWER.toArray());
        assertThat(house.pull(Calls.streamedWithUsage())).isEqualTo(ANSWER);
        assertThat(house.asked()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("places")
    void aPersonalFailureOfWhoReadsForAllIsAnotherToTheRest(int at) {
        Object[] script = Arrays.copyOf(ANSWER.subList(0, at).toArray(), at + 1);
        script[at] = CallCancelledException.cancelled();
        streams(script);
        Reply.Events founder = open();
        Reply.Events follower = open();

        assertThat(pull(founder, at)).isEqualTo(ANSWER.subList(0, at));
        assertThat(failureOf(founder)).isSameAs(script[at]);
        assertThat(pull(follower, at)).isEqualTo(ANSWER.subList(0, at));
        assertThat(failureOf(follower))
                .isInstanceOf(UpstreamUnavailableException.class)
                .hasMessageContaining("another caller");

        founder.close();
        follower.close();
        assertThat(house.receipts.stream().filter(Receipt::billed)).hasSize(1);
        assertThat(house.store.entries).isEmpty();
    }

    /** A provider in another language may throw what it does not declare. */
    @ParameterizedTest
    @MethodSource("thrown")
    void whateverIsThrownGoesToAll(Throwable thrown) {
        streams(ANSWER.get(0), throwing(thrown));
        Reply.Events founder = open();
        Reply.Events follower = open();

        for (Reply.Events each : List.of(founder, follower)) {
            assertThat(pull(each, 1)).containsExactly(ANSWER.get(0));
            assertThat(failureOf(each))
                    .isInstanceOf(InternalErrorException.class)
                    .hasCause(thrown);
            each.close();
        }
        assertThat(source().closed()).isPositive();
        streams(ANSWER.toArray());
        assertThat(house.pull(Calls.streamedWithUsage())).isEqualTo(ANSWER);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void whateverIsThrownInsteadOfAnAnswerIsTold(Throwable thrown) {
        house.provider.answer(call -> {
            throw FlightTest.<RuntimeException>undeclared(thrown);
        });
        assertThat(CacheFixture.failure(catchThrowable(this::open)))
                .isInstanceOf(InternalErrorException.class)
                .hasCause(thrown);

        streams(ANSWER.toArray());
        assertThat(house.pull(Calls.streamedWithUsage())).isEqualTo(ANSWER);
    }

    @Test
    void whatCannotSayWhatItCameToHarmsNobodyElse() {
        house.provider.answer(call -> new ForwardingEvents(ScriptedEvents.of(call, ANSWER.get(0))) {
            @Override
            public @Nullable Event next(long until) {
                Event event = super.next(until);
                if (event == null) {
                    throw new IllegalStateException("it does not know its end");
                }
                return event;
            }

            @Override
            public Receipt receipt() {
                throw new IllegalStateException("it does not know what it came to");
            }
        });
        Reply.Events founder = open();
        Reply.Events follower = open();

        for (Reply.Events each : List.of(founder, follower)) {
            assertThat(pull(each, 1)).containsExactly(ANSWER.get(0));
            assertThat(failureOf(each)).isInstanceOf(InternalErrorException.class);
            each.close();
        }
    }

    @Test
    void anAnswerOfAnotherKindIsToldThoughItCannotBeClosed() {
        house.provider.answer(call -> new Reply.Bytes() {
            @Override
            public Head head() {
                return Head.of(Objects.requireNonNull(call.route()));
            }

            @Override
            public @Nullable ByteBuffer next(long until) {
                return null;
            }

            @Override
            public Receipt receipt() {
                return Receipt.of(call);
            }

            @Override
            public void close() {
                throw new IllegalStateException("it cannot be closed");
            }
        });

        assertThat(CacheFixture.failure(catchThrowable(this::open))).hasRootCauseMessage("a chat answer came unread");
    }

    static Stream<Throwable> thrown() {
        return Stream.of(
                new IOException("undeclared"), new OutOfMemoryError("as if"), new IllegalStateException("why"));
    }

    private static Runnable throwing(Throwable thrown) {
        return () -> {
            throw FlightTest.<RuntimeException>undeclared(thrown);
        };
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException undeclared(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void aPauseIsToldToWhoPulledAlone() {
        streams(Event.NOT_YET, ANSWER.get(0), ANSWER.get(3));
        Reply.Events founder = open();
        Reply.Events follower = open();

        assertThat(Pulls.next(founder)).isSameAs(Event.NOT_YET);
        assertThat(Pulls.texts(follower)).containsExactly(ANSWER.get(0), ANSWER.get(3));
        assertThat(source().pulled()).isEqualTo(3);
        assertThat(Pulls.texts(founder)).containsExactly(ANSWER.get(0), ANSWER.get(3));
    }

    @Test
    void theEndIsToldAgainAndAgain() {
        streams(ANSWER.toArray());
        Reply.Events founder = open();

        Pulls.all(founder);

        assertThat(Pulls.next(founder)).isNull();
        founder.close();
        founder.close();
        assertThat(house.receipts).hasSize(1);
    }

    @Test
    void thereIsNoReceiptBeforeTheEnd() {
        streams(ANSWER.toArray());
        Reply.Events founder = open();

        assertThatThrownBy(founder::receipt).isInstanceOf(IllegalStateException.class);
        pull(founder, ANSWER.size());
        assertThatThrownBy(founder::receipt).isInstanceOf(IllegalStateException.class);
        assertThat(Pulls.next(founder)).isNull();
        assertThat(founder.receipt().usage()).isNotNull();
    }

    @Test
    void whoHasClosedReadsNoMore() {
        streams(ANSWER.toArray());
        Reply.Events founder = open();
        Reply.Events follower = open();
        pull(founder, 2);

        founder.close();

        assertThat(failureOf(founder)).isInstanceOf(CallCancelledException.class);
        assertThat(Pulls.texts(follower)).isEqualTo(ANSWER);
    }

    /** With the baton an interrupt would take the connection. */
    @Test
    void whoIsInterruptedBeforeItReadsForAllHarmsNobody() {
        streams(ANSWER.toArray());
        Reply.Events founder = open();
        Reply.Events follower = open();
        pull(founder, 2);

        Thread.currentThread().interrupt();
        assertThat(failureOf(founder)).isInstanceOf(CallCancelledException.class);
        assertThat(Thread.interrupted()).as("it is still told").isTrue();

        assertThat(source().pulled()).isEqualTo(2);
        assertThat(Pulls.texts(follower)).isEqualTo(ANSWER);
    }

    @Test
    void whoAsksWhileAnAnswerIsStoredHasThat() {
        streams(ANSWER.toArray());
        List<Reply.Events> late = new ArrayList<>();
        house.store.beforeAPut = () -> late.add(open());

        Pulls.all(open());

        assertThat(house.asked()).isEqualTo(1);
        assertThat(Pulls.texts(late.get(0))).isEqualTo(ANSWER);
    }

    @Test
    void anAnswerThatIsNotGoodIsSharedAndNotStored() {
        streams(ANSWER.get(0), Chunks.finish("content_filter"));
        Reply.Events founder = open();
        Reply.Events follower = open();

        assertThat(Pulls.texts(founder)).isEqualTo(Pulls.texts(follower)).hasSize(2);

        assertThat(house.store.entries).isEmpty();
        open().close();
        assertThat(house.asked()).isEqualTo(2);
    }

    @Test
    void aStoreThatCannotWriteHarmsNobody() {
        house.store.failsToWrite = true;
        streams(ANSWER.toArray());
        Reply.Events founder = open();
        Reply.Events follower = open();

        assertThat(Pulls.texts(founder)).isEqualTo(ANSWER);
        assertThat(Pulls.texts(follower)).isEqualTo(ANSWER);
        assertThat(house.cache.statistics().failures()).isEqualTo(1);
        open().close();
        assertThat(house.asked()).as("nobody joins what has landed").isEqualTo(2);
    }

    private void streams(Object... script) {
        house.provider.answer(call -> {
            Receipt receipt = Receipt.of(call).withAttempts(1).withUsage(Usage.of(2, 3));
            sources.add(ScriptedEvents.of(call, script).withReceipt(receipt));
            return source();
        });
    }

    private ScriptedEvents source() {
        return sources.get(sources.size() - 1);
    }

    private Reply.Events open() {
        return house.stream(Calls.streamedWithUsage());
    }

    private static Throwable failureOf(Reply.Events events) {
        return CacheFixture.failure(catchThrowable(() -> Pulls.next(events)));
    }

    private static List<String> pull(Reply.Events events, int count) {
        List<String> read = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Event event = Objects.requireNonNull(Pulls.next(events), "the end came early");
            assertThat(event).isNotSameAs(Event.NOT_YET);
            read.add(new String(event.data(), UTF_8));
        }
        return read;
    }
}

package dev.qlite.testing.provider;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.qlite.Qlite;
import dev.qlite.pipeline.Reply;
import dev.qlite.testing.Answer;
import dev.qlite.testing.Gate;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The time-out {@code total}: it ends what nothing else would. */
final class TotalTimeoutTest extends GatewayFixture {
    /** Long enough for a first event to come. */
    private static final Duration LONGER = Duration.ofMillis(600);

    private static final byte[] PING = "8\r\n: ping\n\n\r\n".getBytes(US_ASCII);
    private static final byte[] EMPTY_DELTA = "18\r\ndata: {\"choices\":[{}]}\n\n\r\n".getBytes(US_ASCII);

    static Stream<Arguments> endless() {
        return Stream.of(
                arguments(Mode.PLAIN, "no head", Answer.raw().stall()),
                arguments(
                        Mode.PLAIN,
                        "half a document",
                        Answer.status(200).length(9).send("{").stall()),
                arguments(
                        Mode.PLAIN,
                        "half a stream",
                        Answer.sse().event(Said.HEL).stall()),
                arguments(
                        Mode.PLAIN,
                        "half an error",
                        Answer.status(500).length(9).send("{").stall()),
                arguments(Mode.STREAMED, "no head", Answer.raw().stall()),
                arguments(Mode.STREAMED, "no event", Answer.sse().stall()),
                arguments(
                        Mode.STREAMED,
                        "no content",
                        Answer.sse().event(Said.ROLE).stall()),
                arguments(Mode.STREAMED, "endless pings", Answer.sse().repeat(Integer.MAX_VALUE, PING)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("endless")
    void totalEndsWhateverHasNoEnd(Mode mode, String name, Answer answer) {
        Qlite qlite = setup().timeouts(t -> t.withTotal(SHORT)).open();
        upstream.enqueue(answer);

        assertTimeout(refused(qlite, mode), "total: 300 ms");
        upstream.takeRequest(SOON).awaitClientClosed(SOON);
    }

    static Stream<Arguments> endlessAfterContent() {
        return Stream.of(
                arguments("silence", Answer.sse().event(Said.HEL).stall()),
                arguments("pings", Answer.sse().event(Said.HEL).repeat(Integer.MAX_VALUE, PING)),
                arguments("events", Answer.sse().event(Said.HEL).repeat(Integer.MAX_VALUE, EMPTY_DELTA)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endlessAfterContent")
    void totalEndsAStream(String name, Answer answer) {
        Qlite qlite = setup().timeouts(t -> t.withTotal(LONGER)).open();
        upstream.enqueue(answer);

        Reply reply = qlite.handle(Mode.STREAMED.call().build());
        assertTimeout(Pulled.all(reply).failure(), "total: 600 ms");
        upstream.takeRequest(SOON).awaitClientClosed(SOON);
    }

    @Test
    void totalEndsAStreamThoughMoreIsAtHand() {
        Qlite qlite = setup().timeouts(t -> t.withTotal(LONGER)).open();
        Gate sent = Gate.named("all sent");
        upstream.enqueue(Answer.sse()
                .event(Said.HEL)
                .repeat(40_000 / PING.length, PING)
                .event(Said.LO)
                .awaits(sent));

        Reply.Events reply = (Reply.Events) qlite.handle(Mode.STREAMED.call().build());
        assertThat(Pulled.nextText(reply)).isEqualTo(Said.HEL);
        sent.awaitReached(SOON);
        LockSupport.parkNanos(LONGER.toNanos());
        Pulled pulled = Pulled.all(reply);
        assertThat(pulled.data()).isEmpty();
        assertTimeout(pulled.failure(), "total: 600 ms");
    }

    @Test
    void aTimeoutGivesItsConnectionBack() {
        Qlite qlite = setup().timeouts(t -> t.withTotal(Duration.ofSeconds(1))).open();
        upstream.enqueue(Answer.raw().stall());

        assertTimeout(refused(qlite, Mode.PLAIN), "total: 1000 ms");
        assertClosedAndAsksAgain(qlite, Mode.PLAIN);
    }
}

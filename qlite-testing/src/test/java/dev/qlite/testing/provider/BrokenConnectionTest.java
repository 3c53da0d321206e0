package dev.qlite.testing.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.qlite.Qlite;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Reply;
import dev.qlite.testing.Answer;
import dev.qlite.testing.DeadPort;
import dev.qlite.testing.Gate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that are not there, or go away before their answer is whole. */
final class BrokenConnectionTest extends GatewayFixture {
    @ParameterizedTest
    @EnumSource
    void refused(Mode mode) {
        assertUnreachable(setup(closedLater(DeadPort.refusing()).uri("/v1")).open(), mode);
    }

    @ParameterizedTest
    @EnumSource
    void closedAtOnce(Mode mode) {
        assertUnreachable(setup(closedLater(DeadPort.closing()).uri("/v1")).open(), mode);
    }

    @ParameterizedTest
    @EnumSource
    void closedBeforeTheHead(Mode mode) {
        assertUnavailable(refused(mode, Answer.raw().cut()));
    }

    @ParameterizedTest
    @EnumSource
    void resetBeforeTheHead(Mode mode) {
        assertUnavailable(refused(mode, Answer.raw().reset()));
    }

    @ParameterizedTest
    @EnumSource
    void cutWithinTheHead(Mode mode) {
        assertUnavailable(
                refused(mode, Answer.raw().send("HTTP/1.1 200 OK\r\nContent-Ty").cut()));
    }

    @Test
    void aRequestThatMayHaveBeenPaidForIsNotSentAgain() {
        refused(Mode.PLAIN, Answer.raw().cut());

        assertThat(upstream.calls()).isEqualTo(2); // the one that failed, and the fixture's
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100})
    void aDocumentCutWithinItsLength(int sent) {
        String document = Said.document("Hello");
        assertUnavailable(refused(
                Mode.PLAIN,
                Answer.status(200)
                        .length(document.length())
                        .send(document.substring(0, sent))
                        .cut()));
    }

    @Test
    void aDocumentCutWithinItsChunks() {
        assertUnavailable(refused(
                Mode.PLAIN,
                Answer.status(200).chunked().chunk(Said.document("Hello")).cut()));
    }

    @Test
    void aDocumentOfNoDeclaredLengthThatIsCut() {
        assertUnavailable(refused(
                Mode.PLAIN,
                Answer.status(200)
                        .endHead()
                        .send(Said.document("Hello").substring(0, 100))
                        .cut()));
    }

    @Test
    void aStreamCutBeforeContentIsAStatus() {
        assertUnavailable(refused(Mode.STREAMED, Answer.sse().cut()));
        assertUnavailable(refused(Mode.STREAMED, Answer.sse().event(Said.ROLE).cut()));
        assertUnavailable(refused(Mode.STREAMED, Answer.sse().event(Said.ROLE).reset()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data: {\"id\":", "data: [DONE]"})
    void aStreamCutAfterContentBreaksOff(String rest) {
        Qlite qlite = gateway();
        Gate gate = Gate.named("content taken");
        upstream.enqueue(Answer.sse().event(Said.HEL).awaits(gate).send(rest).cut());

        Reply.Events reply = (Reply.Events) qlite.handle(Mode.STREAMED.call().build());
        assertThat(Pulled.nextText(reply)).isEqualTo(Said.HEL);
        gate.open();
        assertUnavailable(broken(qlite, reply).failure());
    }

    @Test
    void aStreamResetAfterItsFinishReasonBreaksOff() {
        Qlite qlite = gateway();
        Gate gate = Gate.named("finish taken");
        upstream.enqueue(
                Answer.sse().event(Said.HEL).event(Said.FINISH).awaits(gate).reset());

        Reply.Events reply = (Reply.Events) qlite.handle(Mode.STREAMED.call().build());
        assertThat(Pulled.nextText(reply)).isEqualTo(Said.HEL);
        assertThat(Pulled.nextText(reply)).isEqualTo(Said.FINISH);
        gate.open();
        assertUnavailable(broken(qlite, reply).failure());
    }

    @Test
    void aBreakIsThrownEverAfter() {
        Qlite qlite = gateway();
        upstream.enqueue(Answer.sse().event(Said.HEL).chunk("data: " + Said.LO).lastChunk());

        try (Reply.Events reply =
                (Reply.Events) qlite.handle(Mode.STREAMED.call().build())) {
            assertThat(Pulled.nextText(reply)).isEqualTo(Said.HEL);
            CallFailedException first = catchFailure(reply);
            CallFailedException second = catchFailure(reply);
            assertThat(second.failure()).isSameAs(first.failure());
            assertThat(second.receipt()).isSameAs(first.receipt());
        }
    }

    private static CallFailedException catchFailure(Reply.Events reply) {
        return catchThrowableOfType(CallFailedException.class, () -> Pulled.next(reply));
    }

    /** Twice: a connection that was lost at the first time would make the second a 503. */
    private void assertUnreachable(Qlite qlite, Mode mode) {
        assertUnavailable(refused(qlite, mode));
        assertUnavailable(refused(qlite, mode));
    }

    private static void assertUnavailable(CallFailedException failure) {
        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.code()).isEqualTo("upstream_unavailable");
        assertThat(failure).hasMessageStartingWith("provider up: ");
    }
}

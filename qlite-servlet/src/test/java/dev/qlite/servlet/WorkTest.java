package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.pipeline.Lifetime;
import org.junit.jupiter.api.Test;

class WorkTest {
    /** Where it is done on a thread of its own nobody else would tell the client. */
    @Test
    void hasAnAnswerThoughAnErrorIsThrown() {
        Error error = new OutOfMemoryError("as if");

        Answer answer = Work.waiting(Lifetime.unbounded(), () -> {
                    throw error;
                })
                .run();

        assertThat(answer.fault()).isSameAs(error);
        assertThat(answer)
                .isInstanceOfSatisfying(
                        ErrorAnswer.class,
                        told -> assertThat(told.failure().status()).isEqualTo(500));
    }
}

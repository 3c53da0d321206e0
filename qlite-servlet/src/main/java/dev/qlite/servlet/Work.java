package dev.qlite.servlet;

import dev.qlite.pipeline.Lifetime;
import java.util.function.Supplier;

/**
 * What a request needs done.
 *
 * @param waits whether it may take long
 * @param lifetime ends the wait when the client has gone
 * @param body finds the answer; may throw
 */
record Work(boolean waits, Lifetime lifetime, Supplier<Answer> body) {
    /** Work that waits for somebody else. */
    static Work waiting(Lifetime lifetime, Supplier<Answer> body) {
        return new Work(true, lifetime, body);
    }

    /** No work: the answer is there. It is given even when too many others wait. */
    static Work atOnce(Answer answer) {
        return new Work(false, Lifetime.unbounded(), () -> answer);
    }

    /** An answer in any case. */
    Answer run() {
        try {
            return body.get();
        } catch (Throwable e) { // whatever it is, somebody waits for an answer
            return ErrorAnswer.of(e);
        }
    }
}

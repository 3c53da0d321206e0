package dev.qlite.servlet;

import dev.qlite.chat.InternalErrorException;
import dev.qlite.chat.QliteException;
import dev.qlite.pipeline.Lifetime;
import java.util.function.Supplier;

/**
 * What a request needs done; it may wait long.
 *
 * @param lifetime ends the wait when the client has gone
 * @param body finds the answer; may throw
 */
record Work(Lifetime lifetime, Supplier<Answer> body) {
    /** An answer in any case. */
    Answer run() {
        try {
            return body.get();
        } catch (QliteException e) {
            return new ErrorAnswer(e);
        } catch (RuntimeException e) {
            return new ErrorAnswer(new InternalErrorException(e));
        }
    }
}

package dev.qlite.pipeline;

import dev.qlite.chat.QliteException;

/**
 * One step of the pipeline, for plain and streamed calls alike. Thread-safe.
 *
 * <p>It may change the call, answer it itself, or pass it on and wrap the {@link Reply} that comes back; to see a
 * streamed answer it wraps the {@link Reply.Events}.
 */
@FunctionalInterface
public interface Stage {
    /**
     * Answers a call, or has the rest of the pipeline answer it.
     *
     * @throws QliteException if there is no answer
     */
    Reply handle(Call call, Chain next);

    /** The rest of the pipeline. */
    @FunctionalInterface
    interface Chain {
        /**
         * Passes a call on; more than once where a stage tries again.
         *
         * @throws QliteException if there is no answer
         */
        Reply proceed(Call call);
    }
}

package dev.qlite.pipeline;

import dev.qlite.chat.QliteException;
import java.time.Duration;
import java.util.List;

/** Somebody who answers calls: an LLM API, or code that acts as one. Thread-safe. */
public interface Provider extends AutoCloseable {
    /** Its name in the configuration. */
    String name();

    /** Where it answers from; a part of the cache's key. Empty where that means nothing. */
    default String baseUrl() {
        return "";
    }

    /** Everything else in its configuration that can change an answer, but no secret; a part of the cache's key. */
    default String fingerprint() {
        return "";
    }

    /** Whether it can be asked for that; by default only for chat. */
    default boolean has(Operation operation) {
        return operation.equals(Operation.CHAT);
    }

    /** How long it may be silent within a stream; a reader that rests longer is not waited for by those it shares with. */
    default Duration betweenEvents() {
        return Duration.ofSeconds(60);
    }

    /**
     * Whether it is asked with the caller's own credential ({@link Call#credential}), and not with one of qlite's. Calls
     * without one do not come to it.
     */
    default boolean takesCredential() {
        return false;
    }

    /**
     * Asks. The call's {@link Call#route} names the model.
     *
     * <p>A streamed answer is returned at its first event with content, or a while after the upstream's head; what
     * goes wrong earlier is thrown here, what goes wrong later by {@link Reply.Events#next}.
     *
     * @throws QliteException if there is no answer
     */
    Reply execute(Call call);

    /**
     * The models that it says it has; empty where it cannot say.
     *
     * @throws QliteException if it cannot be asked
     */
    default List<Model> models(Lifetime wanted) {
        return List.of();
    }

    /** Frees what it holds; calls under way are cancelled. Idempotent. */
    @Override
    default void close() {}
}

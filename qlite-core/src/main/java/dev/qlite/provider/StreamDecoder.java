package dev.qlite.provider;

import dev.qlite.json.JsonException;
import dev.qlite.pipeline.Event;
import java.util.function.Consumer;

/** Turns one provider's events into OpenAI's chunks; a state machine without I/O. Not thread-safe. */
public interface StreamDecoder {
    /**
     * Takes an event.
     *
     * @param data the event's data; the decoder may keep it
     * @param out takes the chunks that it makes: none, one or several
     * @throws JsonException if the data is none of the provider's events
     */
    void decode(byte[] data, Consumer<Event> out);

    /** Whether the provider's terminal event has been seen; what comes after it does not count. */
    boolean ended();

    /** The stream ends here, without a terminal event, and {@link #mayEnd}: says what is left to say. */
    default void end(Consumer<Event> out) {}

    /** Whether the answer is whole if the stream ends here, by its framing, without a terminal event. */
    boolean mayEnd();
}

package dev.qlite;

import dev.qlite.chat.ChatCompletionChunk;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Lifetime;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it comes, to be pulled chunk by chunk, once. For one thread at a time, but for {@link #close}.
 *
 * <p>Closing it cancels what is still under way, from any thread.
 */
public final class ChatStream implements Iterable<ChatCompletionChunk>, AutoCloseable {
    private final Reply.Events events;
    private final Lifetime lifetime;

    ChatStream(Reply.Events events, Lifetime lifetime) {
        this.events = events;
        this.lifetime = lifetime;
    }

    /** What is known before the answer. */
    public Head head() {
        return events.head();
    }

    /**
     * Waits for the next chunk.
     *
     * @return the chunk, or null at a good end
     * @throws CallFailedException if the answer breaks off, or the caller's time is over; what came before is no whole
     *     answer
     */
    public @Nullable ChatCompletionChunk next() {
        while (true) {
            Event event = events.next(lifetime.until());
            if (event == null) {
                return null;
            }
            if (event != Event.NOT_YET) {
                return event.chunk();
            }
            lifetime.check();
        }
    }

    /** The chunks that are still to come; they can be gone through once. */
    @Override
    public Iterator<ChatCompletionChunk> iterator() {
        return new Iterator<>() {
            private @Nullable ChatCompletionChunk ahead;

            @Override
            public boolean hasNext() {
                if (ahead == null) {
                    ahead = ChatStream.this.next();
                }
                return ahead != null;
            }

            @Override
            public ChatCompletionChunk next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the answer is at its end");
                }
                ChatCompletionChunk chunk = Objects.requireNonNull(ahead);
                ahead = null;
                return chunk;
            }
        };
    }

    /**
     * What the answer came to.
     *
     * @throws IllegalStateException before the end or {@link #close}
     */
    public Receipt receipt() {
        return events.receipt();
    }

    @Override
    public void close() {
        events.close();
    }
}

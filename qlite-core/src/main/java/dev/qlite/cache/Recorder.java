package dev.qlite.cache;

import dev.qlite.chat.ChatCompletionChunk;
import dev.qlite.chat.Finishes;
import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Budget;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one answer, as a document or event by event, and commits it only if it is whole and good: a finish reason for
 * every choice, none of them {@code content_filter}, no error, tool arguments that parse, and not too large. Not thread-safe.
 */
public final class Recorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private final long maxEntry;
    private final Budget.Share memory;
    private final Consumer<Recording> commit;
    private final List<byte[]> events = new ArrayList<>();
    private final Finishes finishes = new Finishes();
    private final ToolArguments arguments = new ToolArguments();
    private @Nullable Usage usage;
    private long bytes;
    private volatile boolean closed; // nothing more of this answer is taken

    Recorder(long maxEntry, Budget.Share memory, Consumer<Recording> commit) {
        this.maxEntry = maxEntry;
        this.memory = memory;
        this.commit = commit;
    }

    /** A good answer that is ready to be stored: a document, or events. */
    record Recording(
            @Nullable Json document,
            List<byte[]> events,
            @Nullable Usage usage) {}

    /** Takes a whole answer, and commits it if it is good. */
    public void document(Reply.Document document) {
        Json body = document.body();
        if (document.whole() && fits(body.footprint()) && GoodAnswer.is(body)) {
            commit.accept(new Recording(body, List.of(), Usage.in(body)));
        }
    }

    /**
     * Takes the next event.
     *
     * @return what of it is worth keeping: in a replay its padding hides nothing
     */
    public Event event(Event event) {
        if (closed) {
            return event;
        }
        Event kept = event.withoutPadding();
        int length = kept.data().length;
        if (!fits(length) || isSpoilt(event) || !memory.take(length)) {
            stop();
            return kept;
        }
        if (!event.isMoreText()) {
            look(event.chunk());
        }
        events.add(kept.data());
        return kept;
    }

    private void look(ChatCompletionChunk chunk) {
        finishes.add(chunk);
        arguments.add(chunk);
        Usage told = chunk.usage();
        usage = told == null ? usage : told;
    }

    private static boolean isSpoilt(Event event) {
        return !event.isMoreText() && GoodAnswer.isSpoilt(event.chunk().json());
    }

    /** Nothing of it is to be kept; for who gives it the events. */
    void stop() {
        close();
        events.clear();
    }

    /** The answer is at its good end: commits it if it is good. */
    public void end() {
        if (!closed && finishes.all() && arguments.parse()) {
            commit.accept(new Recording(null, events, usage));
        }
        close();
    }

    /** Nothing more will come. Idempotent; for any thread. */
    @Override
    public void close() {
        closed = true;
        memory.close();
    }

    private boolean fits(int more) {
        bytes += more;
        if (bytes > maxEntry) {
            LOG.info("an answer is not stored: it is over {} bytes (max_entry)", maxEntry);
            return false;
        }
        return true;
    }
}

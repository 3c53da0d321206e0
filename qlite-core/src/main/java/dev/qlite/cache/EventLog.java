package dev.qlite.cache;

import dev.qlite.pipeline.Budget;
import dev.qlite.pipeline.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The events of a {@link Flight} that somebody may still read, by their place in the answer. It keeps all of them while there is
 * room; after that it is sealed, and forgets what all have read. Not thread-safe.
 */
final class EventLog implements AutoCloseable {
    private final long capacity;
    private final Budget.Share memory;
    private final List<byte @Nullable []> events = new ArrayList<>();
    private int forgotten; // places at the list's beginning that hold nothing
    private long first; // the place of the oldest event that is held
    private long held;
    private long window;
    private boolean sealed;

    /** The last one as it came: most readers wait for that, and one of them parses it for all. */
    private Event latest = Event.NOT_YET;

    /**
     * An empty log.
     *
     * @param capacity the most bytes that it keeps before it is sealed
     * @param memory what it takes them from; with none left it is sealed too
     */
    EventLog(long capacity, Budget.Share memory) {
        this.capacity = capacity;
        this.memory = memory;
    }

    /** A log for one reader: sealed from the beginning. */
    static EventLog sealed() {
        EventLog log = new EventLog(0, Budget.UNLIMITED.share());
        log.sealed = true;
        return log;
    }

    void add(Event event) {
        byte[] data = event.data();
        if (!sealed && (held + data.length > capacity || !memory.take(data.length))) {
            sealed = true;
            window = held;
        }
        events.add(data);
        held += data.length;
        latest = event;
    }

    /** The event at a place that has not been forgotten; null if it has not come yet. */
    @Nullable
    Event get(long place) {
        if (place >= end() - 1) {
            return place < end() ? latest : null;
        }
        byte[] data = events.get((int) (place - first) + forgotten);
        return Event.of(Objects.requireNonNull(data));
    }

    /** The place of the oldest event that is held, or of the next to come. */
    long first() {
        return first;
    }

    /** The place of the next event to come. */
    long end() {
        return first + events.size() - forgotten;
    }

    /** Whether it no longer has the beginning of the answer for everybody. */
    boolean isSealed() {
        return sealed;
    }

    /** Whether another event has to wait until one is forgotten. */
    boolean isFull() {
        return sealed && held > window;
    }

    /** Forgets all events before a place; for a sealed one. */
    void forget(long before) {
        for (; first < before; first++, forgotten++) {
            byte[] event = events.set(forgotten, null);
            held -= event == null ? 0 : event.length;
        }
        if (2 * forgotten > events.size()) {
            events.subList(0, forgotten).clear();
            forgotten = 0;
        }
    }

    /** Gives the memory back; nobody reads any more. */
    @Override
    public void close() {
        memory.close();
    }
}

package dev.qlite.pipeline;

import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a stream, as long as it may be remembered, and how long the whole is. One thread adds; any may ask.
 */
final class Heard {
    private static final long MOST = 64 << 10;

    private final Queue<byte[]> beginning = new ConcurrentLinkedQueue<>();
    private volatile byte @Nullable [] last;
    private volatile long kept; // bytes of events
    private volatile long all;

    void add(Event event) {
        byte[] data = event.data();
        long before = all;
        if (before < MOST) {
            beginning.add(data);
            kept = before + data.length;
        }
        all = before + data.length;
        last = data;
    }

    /** The beginning as a document; null if there is none, or it cannot be read. */
    @Nullable
    Json document() {
        Fold fold = new Fold();
        try {
            beginning.forEach(data -> fold.add(Event.of(data)));
            return beginning.isEmpty() ? null : fold.toDocument();
        } catch (JsonException e) {
            return null; // who reads the events is told
        }
    }

    /** How many times longer than the beginning the whole is; at least 1. */
    double times() {
        return Math.max(1, all / (double) Math.max(1, kept));
    }

    /** The latest event; after {@link #document} has been read. */
    Json last() {
        byte[] data = last;
        if (data == null) {
            throw new IllegalStateException("nothing was heard");
        }
        return Json.parse(data);
    }
}

package dev.qlite.cache;

import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Stored events, all of them at hand. */
final class ReplayedEvents implements Reply.Events {
    private final Head head;
    private final Receipt receipt;
    private final Iterator<byte[]> events;

    ReplayedEvents(Head head, Receipt receipt, CacheEntry entry) {
        this.head = head;
        this.receipt = receipt;
        this.events = entry.events().iterator();
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public @Nullable Event next(long until) {
        return events.hasNext() ? Event.of(events.next()) : null;
    }

    @Override
    public Receipt receipt() {
        return receipt;
    }

    @Override
    public void close() {}
}

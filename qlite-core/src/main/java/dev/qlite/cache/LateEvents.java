package dev.qlite.cache;

import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stream that begins before its answer does. */
final class LateEvents implements Reply.Events {
    private final Boarding boarding;
    private final Head head;
    private volatile Reply.@Nullable Events events;

    LateEvents(Call call, Boarding boarding) {
        this.boarding = boarding;
        this.head = Head.of(Objects.requireNonNull(call.route())).withCache(CacheStatus.COLLAPSED);
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public @Nullable Event next(long until) {
        Reply.Events events = this.events;
        if (events == null) {
            Reply reply = boarding.await(until);
            if (reply == null) {
                return Event.NOT_YET;
            }
            events = reply instanceof Reply.Document document ? document.toEvents(true) : (Reply.Events) reply;
            this.events = events;
        }
        return events.next(until);
    }

    @Override
    public Receipt receipt() {
        Reply.Events events = this.events;
        return events == null ? boarding.receipt() : events.receipt();
    }

    @Override
    public void close() {
        boarding.close();
        Reply.Events events = this.events;
        if (events != null) {
            events.close();
        }
    }
}

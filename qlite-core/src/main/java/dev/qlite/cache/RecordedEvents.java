package dev.qlite.cache;

import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.ForwardingEvents;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import org.jspecify.annotations.Nullable;

/** Events on their way to a client, recorded as they pass. */
final class RecordedEvents extends ForwardingEvents {
    private final CacheStatus status;
    private final Recorder recorder;

    RecordedEvents(Reply.Events inner, CacheStatus status, Recorder recorder) {
        super(inner);
        this.status = status;
        this.recorder = recorder;
    }

    @Override
    public Head head() {
        return super.head().withCache(status);
    }

    @Override
    public @Nullable Event next(long until) {
        Event event = super.next(until);
        if (event == null) {
            recorder.end();
        } else if (event != Event.NOT_YET) {
            recorder.event(event);
        }
        return event;
    }

    @Override
    public void close() {
        super.close();
        recorder.close();
    }

    @Override
    public Receipt receipt() {
        return super.receipt().withCache(status);
    }
}

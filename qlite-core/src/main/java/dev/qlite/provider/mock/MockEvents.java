package dev.qlite.provider.mock;

import dev.qlite.chat.QliteException;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.ForwardingEvents;
import dev.qlite.pipeline.Reply;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An answer said event by event, each when it is due; it may break off. */
final class MockEvents extends ForwardingEvents {
    private final Pacing pacing;
    private final int eventsBeforeCut;
    private final Supplier<? extends QliteException> cut;
    private int said;

    MockEvents(Reply.Document answer, Pacing pacing, int eventsBeforeCut, Supplier<? extends QliteException> cut) {
        super(answer.toEvents(true));
        this.pacing = pacing;
        this.eventsBeforeCut = eventsBeforeCut;
        this.cut = cut;
    }

    @Override
    public @Nullable Event next(long until) {
        if (!pacing.awaitDue(pacing.due(said), until)) {
            return Event.NOT_YET;
        }
        if (said == eventsBeforeCut) {
            throw cut.get();
        }
        said++;
        return super.next(until);
    }

    @Override
    public void close() {
        pacing.close();
        super.close();
    }
}

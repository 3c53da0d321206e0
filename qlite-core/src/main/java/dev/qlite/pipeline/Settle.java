package dev.qlite.pipeline;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The outermost stage: completes the receipt of every call, answered, failed or cancelled, and tells it exactly once.
 * Thread-safe.
 */
public final class Settle implements Stage {
    private final List<ReceiptListener> listeners;
    private final LongSupplier nanoTime;
    private final Charges charges;

    /** @param nanoTime the clock of {@link Call#arrivalNanos} */
    public Settle(List<ReceiptListener> listeners, LongSupplier nanoTime) {
        this(listeners, nanoTime, Pricer.NONE, false);
    }

    /**
     * @param nanoTime the clock of {@link Call#arrivalNanos}
     * @param tellInUsage whether an answer's usage says its cost too
     */
    public Settle(List<ReceiptListener> listeners, LongSupplier nanoTime, Pricer pricer, boolean tellInUsage) {
        this.listeners = List.copyOf(listeners);
        this.nanoTime = nanoTime;
        this.charges = new Charges(pricer, tellInUsage);
    }

    @Override
    public Reply handle(Call call, Chain next) {
        Settlement settlement = new Settlement(call, listeners, nanoTime, charges);
        Reply reply;
        try {
            reply = next.proceed(call);
        } catch (RuntimeException | Error e) {
            throw settlement.failed(e, e instanceof CallFailedException failed ? failed.receipt() : Receipt.of(call));
        }
        if (reply instanceof Reply.Document document) {
            return charges.told(document.withReceipt(settlement.answered(document.receipt())));
        }
        return reply instanceof Reply.Events events
                ? new SettledEvents(events, settlement, charges)
                : new SettledBytes((Reply.Bytes) reply, settlement);
    }

    private static final class SettledEvents extends Settled<Event> implements Reply.Events {
        private final Charges charges;

        SettledEvents(Reply.Events inner, Settlement settlement, Charges charges) {
            super(inner, charges.told(inner.head()), settlement);
            this.charges = charges;
        }

        @Override
        public @Nullable Event next(long until) {
            Event event = super.next(until);
            return event == null || event == Event.NOT_YET ? event : charges.told(event, head());
        }
    }

    private static final class SettledBytes extends Settled<ByteBuffer> implements Reply.Bytes {
        SettledBytes(Reply.Bytes inner, Settlement settlement) {
            super(inner, inner.head(), settlement);
        }
    }
}

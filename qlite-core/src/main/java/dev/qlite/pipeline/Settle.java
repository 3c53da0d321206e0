package dev.qlite.pipeline;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The outermost stage: completes the receipt of every call, answered, failed or cancelled, and tells it exactly once.
 * Thread-safe.
 */
public final class Settle implements Stage {
    private final List<ReceiptListener> listeners;
    private final LongSupplier nanoTime;

    /** @param nanoTime the clock of {@link Call#arrivalNanos} */
    public Settle(List<ReceiptListener> listeners, LongSupplier nanoTime) {
        this.listeners = List.copyOf(listeners);
        this.nanoTime = nanoTime;
    }

    @Override
    public Reply handle(Call call, Chain next) {
        Settlement settlement = new Settlement(call, listeners, nanoTime);
        Reply reply;
        try {
            reply = next.proceed(call);
        } catch (RuntimeException e) {
            throw settlement.failed(e, e instanceof CallFailedException failed ? failed.receipt() : Receipt.of(call));
        }
        if (reply instanceof Reply.Document document) {
            return document.withReceipt(settlement.answered(document.receipt()));
        }
        return reply instanceof Reply.Events events
                ? new SettledEvents(events, settlement)
                : new SettledBytes((Reply.Bytes) reply, settlement);
    }

    private static final class SettledEvents extends Settled<Event> implements Reply.Events {
        SettledEvents(Reply.Events inner, Settlement settlement) {
            super(inner, settlement);
        }
    }

    private static final class SettledBytes extends Settled<ByteBuffer> implements Reply.Bytes {
        SettledBytes(Reply.Bytes inner, Settlement settlement) {
            super(inner, settlement);
        }
    }
}

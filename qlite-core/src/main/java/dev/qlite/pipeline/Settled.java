package dev.qlite.pipeline;

import org.jspecify.annotations.Nullable;

/** A pulled reply whose end settles the call: good, broken, or closed before it came. */
abstract class Settled<T> {
    private final Reply.Pulled<T> inner;
    private final Head head;
    private final Settlement settlement;

    /** @param head what is told before the pieces */
    Settled(Reply.Pulled<T> inner, Head head, Settlement settlement) {
        this.inner = inner;
        this.head = head;
        this.settlement = settlement;
    }

    public Head head() {
        return head;
    }

    public @Nullable T next(long until) {
        try {
            T piece = inner.next(until);
            if (piece == null && settlement.isOpen()) {
                settlement.answered(inner.receipt());
            }
            return piece;
        } catch (RuntimeException | Error e) {
            inner.close();
            throw settlement.failed(e, inner.receipt());
        }
    }

    public Receipt receipt() {
        return settlement.receipt();
    }

    public void close() {
        inner.close();
        if (settlement.isOpen()) {
            settlement.cancelled(inner.receipt());
        }
    }
}

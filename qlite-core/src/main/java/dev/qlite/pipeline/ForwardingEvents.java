package dev.qlite.pipeline;

import org.jspecify.annotations.Nullable;

/** Events passed on from within: a stage overrides what it wants to see or change. */
public abstract class ForwardingEvents implements Reply.Events {
    private final Reply.Events inner;

    protected ForwardingEvents(Reply.Events inner) {
        this.inner = inner;
    }

    @Override
    public Head head() {
        return inner.head();
    }

    @Override
    public @Nullable Event next(long until) {
        return inner.next(until);
    }

    @Override
    public Receipt receipt() {
        return inner.receipt();
    }

    @Override
    public void close() {
        inner.close();
    }
}

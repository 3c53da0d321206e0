package dev.qlite.pipeline;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes with a head of their own. */
record HeadedBytes(Reply.Bytes inner, Head head) implements Reply.Bytes {
    @Override
    public @Nullable ByteBuffer next(long until) {
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

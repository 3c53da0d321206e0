package dev.qlite.provider;

import dev.qlite.chat.QliteException;
import dev.qlite.chat.Usage;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An answer that nobody reads, as it comes from an upstream. */
final class UpstreamBytes implements Reply.Bytes {
    private static final int BUFFER = 16 << 10;

    private final Call call;
    private final Head head;
    private final UpstreamExchange exchange;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final TailUsage tail = new TailUsage();
    private volatile boolean over; // it has come to an end, good or bad; only who reads it says so
    private volatile boolean closed;
    private volatile @Nullable Usage usage;
    private @Nullable QliteException failure;

    UpstreamBytes(Call call, Head head, UpstreamExchange exchange) {
        this.call = call;
        this.head = head;
        this.exchange = exchange;
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public @Nullable ByteBuffer next(long until) {
        if (failure != null) {
            throw failure;
        }
        if (over) {
            return null;
        }
        buffer.clear();
        try {
            int count = exchange.read(buffer, until);
            if (count > 0) {
                exchange.firstEvent();
            }
            over = count < 0;
        } catch (QliteException e) {
            failure = e;
            over = true;
            throw e;
        }
        if (over) {
            usage = tail.find();
            return null;
        }
        buffer.flip();
        tail.add(buffer);
        return buffer;
    }

    @Override
    public Receipt receipt() {
        if (!over && !closed) {
            throw new IllegalStateException("no receipt before the end of the reply");
        }
        return Receipt.of(call).withAttempts(1).withUsage(usage);
    }

    @Override
    public void close() {
        closed = true;
        exchange.close();
    }
}

package dev.qlite.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.chat.CallCancelledException;
import dev.qlite.chat.Usage;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A streamed answer that a test gives out step by step: a puller waits, as one does on a socket, until there is one. It notices
 * where two pull at once. Thread-safe.
 */
final class SteppedEvents implements Reply.Events {
    private static final Object END = new Object();

    private final Call call;
    private @Nullable Object step;
    private @Nullable Thread puller;
    private boolean ended;
    private boolean closed;
    private boolean crowded;
    private int pulls;

    SteppedEvents(Call call) {
        this.call = call;
    }

    /** Has one puller return with that text, and waits until it does. */
    void event(String text) {
        give(Event.of(text.getBytes(UTF_8)));
    }

    /** Has one puller return without an event, as one does whose time is over. */
    void pause() {
        give(Event.NOT_YET);
    }

    void fail(RuntimeException failure) {
        give(failure);
    }

    void end() {
        give(END);
    }

    /** Who waits for the next step; null if nobody does. */
    synchronized @Nullable Thread puller() {
        return puller;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Whether two have ever pulled at once. */
    synchronized boolean wasCrowded() {
        return crowded;
    }

    /** How often somebody has asked for the next step. */
    synchronized int pulls() {
        return pulls;
    }

    @Override
    public Head head() {
        return Head.of(Objects.requireNonNull(call.route()));
    }

    @Override
    public synchronized @Nullable Event next(long until) {
        pulls++;
        crowded |= puller != null;
        puller = Thread.currentThread();
        try {
            while (step == null && !closed) {
                long nanos = until - System.nanoTime();
                if (nanos <= 0) {
                    return Event.NOT_YET;
                }
                TimeUnit.NANOSECONDS.timedWait(this, nanos);
            }
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
            throw CallCancelledException.cancelled();
        } finally {
            puller = null;
        }
        return closed && !ended ? refused() : taken();
    }

    @Override
    public Receipt receipt() {
        return Receipt.of(call).withAttempts(1).withUsage(Usage.of(2, 3));
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private @Nullable Event refused() {
        throw CallCancelledException.cancelled();
    }

    private @Nullable Event taken() {
        Object taken = step;
        step = null;
        notifyAll();
        if (taken instanceof RuntimeException failure) {
            throw failure;
        }
        ended = taken == END;
        return ended ? null : (Event) taken;
    }

    private synchronized void give(Object next) {
        step = next;
        notifyAll();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (step != null) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("nobody pulls");
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}

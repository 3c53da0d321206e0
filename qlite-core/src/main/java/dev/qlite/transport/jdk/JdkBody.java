package dev.qlite.transport.jdk;

import dev.qlite.transport.TransportException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, into which the JDK's client pushes and from which a caller pulls. The client is asked for more
 * bytes while fewer than {@link #WINDOW} are at hand: that is the back-pressure. It is only called without the lock.
 *
 * <p>Its future ends with the body, so that cancelling the exchange works until then. Thread-safe; {@link #read} for one
 * thread at a time.
 */
final class JdkBody implements BodySubscriber<Boolean> {
    private static final int WINDOW = 64 * 1024;

    private final Consumer<@Nullable Throwable> over;
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<ByteBuffer> atHand = new ArrayDeque<>();
    private int bytesAtHand;
    private boolean asked;
    private @Nullable Subscription source;
    private boolean ended;
    private @Nullable TransportException failure;
    private boolean closed;

    /**
     * A body of which nothing has come.
     *
     * @param over told at the end, with null if it is a good one
     */
    JdkBody(Consumer<@Nullable Throwable> over) {
        this.over = over;
    }

    /**
     * As {@link dev.qlite.transport.Exchange#read}: what came before a failure is read before it is thrown.
     *
     * @throws TransportException with which this was closed or failed
     */
    int read(ByteBuffer into, long until) throws InterruptedException {
        boolean ask;
        int moved;
        lock.lock();
        try {
            await(until);
            if (failure != null && (closed || bytesAtHand == 0)) {
                throw failure;
            }
            if (bytesAtHand == 0) {
                return ended ? -1 : 0;
            }
            moved = move(into);
            ask = wantsMore();
        } finally {
            lock.unlock();
        }
        if (ask) {
            ask();
        }
        return moved;
    }

    /** Has {@link #read} fail so, once what is at hand has been read; nothing if it has ended or failed. */
    void fail(TransportException why) {
        lock.lock();
        try {
            if (failure == null && !ended) {
                failure = why;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Has {@link #read} fail so at once, and wants no more; true if the body had come to its good end. */
    boolean close(TransportException why) {
        Subscription cancelled;
        boolean whole;
        lock.lock();
        try {
            closed = true;
            failure = why;
            whole = ended;
            cancelled = ended ? null : source;
            atHand.clear();
            bytesAtHand = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (cancelled != null) {
            cancelled.cancel();
        }
        return whole;
    }

    /** Waits for bytes, the end, a failure, or {@code until}; the lock is held. */
    private void await(long until) throws InterruptedException {
        while (bytesAtHand == 0 && !ended && failure == null) {
            long nanos = until - System.nanoTime();
            if (nanos <= 0) {
                return;
            }
            changed.awaitNanos(nanos);
        }
    }

    private int move(ByteBuffer into) {
        int before = into.remaining();
        for (ByteBuffer next = atHand.peek(); next != null && into.hasRemaining(); next = atHand.peek()) {
            int length = Math.min(next.remaining(), into.remaining());
            into.put(next.slice().limit(length));
            next.position(next.position() + length);
            if (!next.hasRemaining()) {
                atHand.remove();
            }
        }
        int moved = before - into.remaining();
        bytesAtHand -= moved;
        return moved;
    }

    /** Whether the client is to be asked for more; the lock is held. */
    private boolean wantsMore() {
        if (asked || ended || failure != null || bytesAtHand >= WINDOW) {
            return false;
        }
        asked = true;
        return true;
    }

    private void ask() {
        Subscription source = this.source;
        if (source != null) {
            source.request(1);
        }
    }

    @Override
    public CompletionStage<Boolean> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        boolean ask;
        boolean tooLate;
        lock.lock();
        try {
            source = subscription;
            tooLate = closed;
            ask = wantsMore();
        } finally {
            lock.unlock();
        }
        if (tooLate) {
            subscription.cancel();
        } else if (ask) {
            subscription.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        boolean ask;
        lock.lock();
        try {
            asked = false;
            if (!closed) {
                for (ByteBuffer bytes : item) {
                    atHand.add(bytes);
                    bytesAtHand += bytes.remaining();
                }
            }
            ask = wantsMore();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (ask) {
            ask();
        }
    }

    @Override
    public void onComplete() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        end.complete(true);
        over.accept(null);
    }

    @Override
    public void onError(Throwable thrown) {
        over.accept(thrown);
        end.completeExceptionally(thrown);
    }
}

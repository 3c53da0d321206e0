package dev.qlite.provider.mock;

import dev.qlite.chat.CallCancelledException;
import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Lifetime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** When the mock says what; its waits end at once when the caller cancels. */
final class Pacing implements AutoCloseable {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Lifetime lifetime;
    private final long first;
    private final int tokensPerSecond;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Lifetime.Registration cancelHook;

    Pacing(Lifetime lifetime, Duration latency, int tokensPerSecond) {
        this.lifetime = lifetime;
        this.first = System.nanoTime() + latency.toNanos();
        this.tokensPerSecond = tokensPerSecond;
        this.cancelHook = lifetime.onCancel(closed::countDown);
    }

    void awaitFirst() {
        await(first);
    }

    /** Waits as long as it takes to say a whole answer. */
    void awaitTokens(Json document) {
        Usage usage = Usage.in(document);
        await(due(usage == null ? 0 : (int) usage.completionTokens()));
    }

    /** When a token is due, in {@link System#nanoTime}. */
    long due(int token) {
        return tokensPerSecond == 0 ? first : first + token * SECOND / tokensPerSecond;
    }

    /** Whether a moment has come, or came while this waited until another. */
    boolean awaitDue(long due, long until) {
        await(until - due < 0 ? until : due);
        return due - System.nanoTime() <= 0;
    }

    @Override
    public void close() {
        cancelHook.close();
        closed.countDown();
    }

    private void await(long moment) {
        long end = lifetime.until() - moment < 0 ? lifetime.until() : moment;
        try {
            if (closed.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw CallCancelledException.cancelled();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CallCancelledException.cancelled();
        }
        if (end != moment) {
            lifetime.check();
        }
    }
}

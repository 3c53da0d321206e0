package dev.qlite.cache;

import dev.qlite.pipeline.Caller;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A remote store that nobody waits for: what it has not done in time is a failure, and while all its threads hang each
 * further call fails at once. Thread-safe.
 */
final class TimedStore implements CacheStore {
    private static final int THREADS = 64;

    private final CacheStore store;
    private final Duration timeout;
    private final ExecutorService threads =
            new ThreadPoolExecutor(0, THREADS, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), TimedStore::newThread);

    TimedStore(CacheStore store, Duration timeout) {
        this.store = store;
        this.timeout = timeout;
    }

    @Override
    public @Nullable CacheEntry get(CacheKey key) {
        return inTime(() -> store.get(key));
    }

    @Override
    public void put(CacheEntry entry) {
        inTime(() -> {
            store.put(entry);
            return null;
        });
    }

    @Override
    public void remove(CacheKey key) {
        store.remove(key); // by an owner, who wants to know when it is done
    }

    @Override
    public void removeAll(@Nullable Caller caller, @Nullable String model) {
        store.removeAll(caller, model);
    }

    @Override
    public long entries() {
        return store.entries();
    }

    @Override
    public long bytes() {
        return store.bytes();
    }

    @Override
    public boolean remote() {
        return true;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        store.close();
    }

    private <T> @Nullable T inTime(Callable<@Nullable T> task) {
        Future<@Nullable T> result;
        try {
            result = threads.submit(task);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the store hangs: all its " + THREADS + " threads wait for it", e);
        }
        try {
            return result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            result.cancel(true);
            throw new IllegalStateException("the store took longer than " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the store failed", e.getCause());
        } catch (InterruptedException e) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the store", e);
        }
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "qlite-store");
        thread.setDaemon(true);
        return thread;
    }
}

package dev.qlite.transport;

import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Threads for what is done beside a caller: a new one for each task that finds none idle. */
public final class Threads {
    private static final @Nullable Method VIRTUAL = virtual();

    private Threads() {}

    /** Whether they are virtual. */
    public static boolean areVirtual() {
        return VIRTUAL != null;
    }

    /** Virtual threads where there are any; else daemons that go when idle, so that nobody has to stop them. */
    public static ExecutorService unbounded() {
        if (VIRTUAL != null) {
            try {
                return (ExecutorService) VIRTUAL.invoke(null);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(VIRTUAL.getName() + ": cannot be called", e);
            }
        }
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "qlite-worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static @Nullable Method virtual() {
        try {
            return Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
        } catch (NoSuchMethodException olderJava) {
            return null;
        }
    }
}

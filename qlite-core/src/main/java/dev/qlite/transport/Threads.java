package dev.qlite.transport;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
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
    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

    private Threads() {}

    /** Whether the current thread is virtual: it costs next to nothing to have another go on for it. */
    public static boolean isVirtualHere() {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Throwable e) {
            throw new IllegalStateException("Thread.isVirtual: cannot be called", e);
        }
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

    private static @Nullable MethodHandle isVirtual() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException olderJava) {
            return null;
        }
    }
}

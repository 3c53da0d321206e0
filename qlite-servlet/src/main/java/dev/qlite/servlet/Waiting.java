package dev.qlite.servlet;

import dev.qlite.chat.OverloadedException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides where a call waits for its answer: on the container's thread where that harms nobody, else on one of qlite's
 * own while the container's goes back to work; how many wait is bounded by {@link Admission}. Thread-safe.
 *
 * <p>Only the container's threads write: Tomcat mixes up requests when another thread does and the client leaves. So an
 * answer that was waited for elsewhere is handed over by {@link AsyncContext#dispatch}.
 */
final class Waiting implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);

    private final boolean blocking;
    private final ExecutorService threads;

    Waiting(boolean blocking) {
        this.blocking = blocking;
        this.threads = VirtualThreads.areSupported()
                ? VirtualThreads.newExecutor()
                : new ThreadPoolExecutor(
                        0, Integer.MAX_VALUE, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), Waiting::newThread);
    }

    /** Has the work done and its answer written. */
    void answer(Work work, Visit visit, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (blocking || !work.waits() || VirtualThreads.isCurrent() || !request.isAsyncSupported()) {
            visit.answer(work.run(), response);
            return;
        }
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        async.addListener(new ClientWatch(work, visit));
        try {
            threads.execute(() -> handOver(work.run(), visit, async));
        } catch (RejectedExecutionException | Error e) { // there may be no thread to be had
            try {
                String why = e instanceof Error ? "the server has no thread for it" : "the server stops";
                visit.answer(new ErrorAnswer(new OverloadedException(why)), response);
            } finally {
                async.complete();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static void handOver(Answer answer, Visit visit, AsyncContext async) {
        visit.keep(answer);
        try {
            async.dispatch();
        } catch (RuntimeException e) {
            LOG.debug("request {}: the client left before its answer was there", visit.requestId(), e);
            try {
                answer.close();
            } finally {
                visit.end();
            }
        }
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "qlite-waiting");
        thread.setDaemon(true);
        return thread;
    }

    /** Where the container tells that the client has left, nobody wants the answer any more. */
    private record ClientWatch(Work work, Visit visit) implements AsyncListener {
        @Override
        public void onError(AsyncEvent event) {
            work.lifetime().cancel();
        }

        @Override
        public void onComplete(AsyncEvent event) {
            visit.end();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}

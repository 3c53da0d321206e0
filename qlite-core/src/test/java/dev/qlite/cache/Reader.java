package dev.qlite.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A caller with a thread of its own, which reads its answer to the end; it rests after each pause until it is told to go on. */
final class Reader {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Thread thread;
    private final Semaphore rest = new Semaphore(0);
    private final List<String> read = new CopyOnWriteArrayList<>();
    private volatile Reply.@Nullable Events events;
    private volatile boolean reading;
    private volatile boolean resting;
    private volatile boolean atTheEnd;
    private volatile @Nullable Throwable failure;

    private volatile Duration patience;

    private Reader(Supplier<Reply.Events> call, Duration patience) {
        this.patience = patience;
        thread = new Thread(() -> run(call), "reader");
        thread.setDaemon(true);
    }

    /** One that makes its call at once. */
    static Reader of(Supplier<Reply.Events> call) {
        return of(call, LONG);
    }

    /** One that waits no longer for an event until it has rested for the first time. */
    static Reader of(Supplier<Reply.Events> call, Duration patience) {
        Reader reader = new Reader(call, patience);
        reader.thread.start();
        return reader;
    }

    Thread thread() {
        return thread;
    }

    /** What it has read so far. */
    List<String> read() {
        return read;
    }

    /** Its answer; null as long as that has not begun. */
    Reply.@Nullable Events events() {
        return events;
    }

    boolean isReading() {
        return reading;
    }

    boolean isResting() {
        return resting;
    }

    boolean isDone() {
        return !thread.isAlive();
    }

    boolean isAtTheEnd() {
        return atTheEnd;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    void goOn() {
        patience = LONG;
        resting = false;
        rest.release();
    }

    /** Waits until it has come to its end, good or bad. */
    Reader join() {
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (thread.isAlive()) {
            AssertionError hangs = new AssertionError("a reader hangs");
            hangs.setStackTrace(thread.getStackTrace());
            throw hangs;
        }
        return this;
    }

    private void run(Supplier<Reply.Events> call) {
        try (Reply.Events events = call.get()) {
            this.events = events;
            while (!atTheEnd) {
                reading = true;
                Event event = events.next(System.nanoTime() + patience.toNanos());
                reading = false;
                if (event == null) {
                    atTheEnd = true;
                } else if (event == Event.NOT_YET) {
                    resting = true;
                    reading = false;
                    rest.acquire();
                } else {
                    read.add(new String(event.data(), UTF_8));
                }
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            failure = e;
        } finally {
            reading = false;
        }
    }
}

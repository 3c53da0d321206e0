package dev.qlite.cache;

import dev.qlite.chat.CallCancelledException;
import dev.qlite.chat.QliteException;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Lifetime;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One caller's place in a {@link Flight}, and its reply where the answer is streamed. What is its own affair is here: its head,
 * its time, its interrupts.
 */
final class Seat implements Reply.Events {
    private final Flight flight;
    private final Call call;
    private final CacheStatus status;
    private volatile Lifetime.Registration leaving = () -> {};
    private @Nullable Head head;

    // guarded by the flight's lock
    long place; // of the event that it reads next
    boolean left; // before the end
    boolean holdsUp; // it is a whole window behind, and the others wait for it
    long holdsUpSince;

    @Nullable
    QliteException ownFailure; // which the others do not share

    /** @param status what the cache does for this caller if all goes well */
    Seat(Flight flight, Call call, CacheStatus status) {
        this.flight = flight;
        this.call = call;
        this.status = status;
    }

    Flight flight() {
        return flight;
    }

    Call call() {
        return call;
    }

    CacheStatus status() {
        return status;
    }

    /** Whether it joined another caller's flight. */
    boolean isFollower() {
        return status.isCollapsed();
    }

    /** From now on its caller leaves the flight where it cancels its call. */
    void listen() {
        leaving = call.lifetime().onCancel(this::leave);
    }

    /**
     * Waits until the answer has begun, or will not come.
     *
     * @return whether that is so
     * @throws QliteException if the caller does not want to wait any longer
     */
    boolean awaitOpening(long until) {
        try {
            boolean open = flight.awaitOpening(this, until);
            if (!open) {
                checkTime();
            }
            return open;
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /**
     * The answer, once it has begun, as this caller sees it; null if the flight came to nothing.
     *
     * @throws QliteException if there is none
     */
    @Nullable
    Reply reply() {
        Reply reply = null;
        try {
            reply = flight.reply(this);
            return reply;
        } finally {
            if (reply != this) {
                leaving.close();
            }
        }
    }

    /** The answer has begun; of the head of a shared one a follower sees what is true of a replay. */
    void begin(Head answer) {
        head = isFollower()
                ? Head.of(Objects.requireNonNull(call.route()))
                        .withStatus(answer.status())
                        .withHeaders(answer.lasting())
                        .withUsage(answer.usage())
                        .withCache(status)
                : answer.withCache(status);
    }

    @Override
    public Head head() {
        return Objects.requireNonNull(head);
    }

    @Override
    public @Nullable Event next(long until) {
        try {
            Event event = flight.next(this, until);
            if (event == Event.NOT_YET) {
                checkTime();
            }
            return event;
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    @Override
    public Receipt receipt() {
        return flight.receipt(this);
    }

    @Override
    public void close() {
        leaving.close();
        leave();
    }

    private void leave() {
        flight.leave(this);
    }

    private void checkTime() {
        if (call.lifetime().until() - System.nanoTime() <= 0) {
            close();
            throw CallCancelledException.outOfTime();
        }
    }

    private CallCancelledException interrupted() {
        Thread.currentThread().interrupt();
        close();
        return CallCancelledException.cancelled();
    }
}

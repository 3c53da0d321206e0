package dev.qlite.cache;

import dev.qlite.chat.CallCancelledException;
import dev.qlite.pipeline.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who still reads a {@link Flight}, in the order of boarding, and what they have yet to read. Guarded by the flight's lock. */
final class Readers {
    private final EventLog log;
    private final Duration patience;
    private final List<Seat> seats = new ArrayList<>(2);

    /** @param patience how long one that is a whole window behind may hold up the others */
    Readers(EventLog log, Duration patience) {
        this.log = log;
        this.patience = patience;
    }

    /** Adds one that reads from the beginning. */
    void add(Seat seat) {
        seats.add(seat);
    }

    boolean remove(Seat seat) {
        boolean removed = seats.remove(seat);
        if (seats.isEmpty()) {
            log.close();
        }
        forgetRead();
        return removed;
    }

    boolean contains(Seat seat) {
        return seats.contains(seat);
    }

    boolean isEmpty() {
        return seats.isEmpty();
    }

    /** The one that has been there the longest. */
    Seat eldest() {
        return seats.get(0);
    }

    /** What a seat reads next; null if it has not come yet. */
    @Nullable
    Event next(Seat seat) {
        Event event = log.get(seat.place);
        if (event != null) {
            seat.place++;
            seat.holdsUp = false;
            forgetRead();
        }
        return event;
    }

    /** A new event, which a seat has pulled and read. */
    void add(Event event, Seat puller) {
        log.add(event);
        puller.place = log.end();
        forgetRead();
    }

    /** Whether the beginning of the answer is there for whoever joins. */
    boolean keepAll() {
        return !log.isSealed();
    }

    /** Whether another event has to wait for the slowest. */
    boolean areFull() {
        return log.isFull();
    }

    /** Whether there is room for another event; who has held the others up for too long is let go. */
    boolean makeRoom() {
        if (!log.isFull()) {
            return true;
        }
        long now = System.nanoTime();
        long first;
        do { // where one is let go the next may hold the others up, and its time begins
            first = log.first();
            for (Seat seat : List.copyOf(seats)) {
                if (seat.place == first && isOutOfPatience(seat, now)) {
                    seat.ownFailure = CallCancelledException.tooSlow(patience);
                    seat.left = true;
                    seats.remove(seat);
                }
            }
            forgetRead();
        } while (log.isFull() && log.first() != first);
        return !log.isFull();
    }

    /** When somebody may be let go to make room; {@code otherwise} if nobody holds the others up. */
    long roomDue(long otherwise) {
        long due = otherwise;
        if (log.isFull()) {
            for (Seat seat : seats) {
                long each = seat.holdsUpSince + patience.toNanos();
                due = seat.holdsUp && each - due < 0 ? each : due;
            }
        }
        return due;
    }

    private boolean isOutOfPatience(Seat seat, long now) {
        if (!seat.holdsUp) {
            seat.holdsUp = true;
            seat.holdsUpSince = now;
        }
        return now - seat.holdsUpSince >= patience.toNanos();
    }

    private void forgetRead() {
        if (log.isSealed()) {
            long slowest = log.end();
            for (Seat seat : seats) {
                slowest = Math.min(slowest, seat.place);
            }
            log.forget(slowest);
        }
    }
}

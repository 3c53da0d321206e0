package dev.qlite.cache;

import dev.qlite.chat.QliteException;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.CacheStatus.Result;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Stage;
import dev.qlite.transport.Threads;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call whose answer is not stored, on its way to one: it boards a flight or founds one, and boards another where that comes to
 * nothing. For one thread at a time, but for {@link #close}.
 */
final class Boarding implements AutoCloseable {
    private final ExactCache cache;
    private final Call call;
    private final CacheKey key;
    private final CacheStatus status;
    private final boolean shared;
    private final Stage.Chain next;
    private volatile @Nullable Seat seat;
    private volatile boolean closed;
    private int ended; // flights, when the call was last looked up
    private boolean late; // the caller has a stream, though it is empty

    /**
     * @param status what the cache does for the call if nobody else is asking the same
     * @param shared whether it may join another, and others it
     * @param ended {@link Flights#ended} before it was looked up
     */
    Boarding(
            ExactCache cache,
            Call call,
            CacheKey key,
            CacheStatus status,
            boolean shared,
            int ended,
            Stage.Chain next) {
        this.cache = cache;
        this.call = call;
        this.key = key;
        this.status = status;
        this.shared = shared;
        this.ended = ended;
        this.next = next;
    }

    /**
     * The answer, once it has begun. A streaming caller that waits for another's whole document gets a stream after a heartbeat,
     * though that is empty yet: its client must not think that nobody is there.
     *
     * @throws CallFailedException if there is none
     */
    Reply answer(Duration heartbeat) {
        Reply reply = await(System.nanoTime() + heartbeat.toNanos());
        if (reply != null) {
            return reply;
        }
        late = true;
        return new LateEvents(call, this);
    }

    /**
     * Waits for the answer to begin.
     *
     * @param until how long, where the caller has a stream already, or might get one before its answer
     * @return the answer, or null if it has not begun by then
     * @throws CallFailedException if there is none
     */
    @Nullable
    Reply await(long until) {
        try {
            while (true) {
                Seat seat = this.seat;
                if (seat == null) {
                    Reply stored = board();
                    if (stored != null) {
                        return stored;
                    }
                } else if (!seat.awaitOpening(
                        canBeLate(seat) ? until : call.lifetime().until())) {
                    return null;
                } else {
                    Reply reply = seat.reply();
                    if (reply != null) {
                        cache.count(seat.status());
                        return reply;
                    }
                    this.seat = null; // its flight came to nothing
                }
            }
        } catch (QliteException e) {
            Receipt receipt = receipt();
            cache.count(receipt.cache());
            throw CallFailedException.of(e, receipt);
        }
    }

    private boolean canBeLate(Seat seat) {
        return late || (call.stream() && !seat.flight().call().stream());
    }

    /** What the call came to, where it got no answer: that was no hit, whoever was asked. */
    Receipt receipt() {
        Seat seat = this.seat;
        Receipt receipt = seat == null ? Receipt.of(call).withCache(status) : seat.receipt();
        CacheStatus cache = receipt.cache();
        return receipt.withCache(new CacheStatus(Result.MISS, cache.parameters(), 0));
    }

    /** Nobody waits any more. */
    @Override
    public void close() {
        closed = true;
        Seat seat = this.seat;
        if (seat != null) {
            seat.close();
        }
    }

    /** Takes a seat; the answer instead, if it has been stored since the call was looked up. */
    private @Nullable Reply board() {
        call.lifetime().check();
        Seat seat = take();
        this.seat = seat;
        seat.listen();
        if (closed) {
            seat.close();
        }
        return seat.isFollower() ? null : found(seat.flight());
    }

    private Seat take() {
        if (!shared) {
            return Flight.alone(call, status).founder();
        }
        return call.cacheControl().onlyIfCached()
                ? cache.flights().boardLanded(key, call, status)
                : cache.flights().board(key, call, status);
    }

    private @Nullable Reply found(Flight flight) {
        boolean joinable = flight.isShared();
        try {
            Reply stored = shared ? landed() : null;
            if (stored != null) {
                flight.dissolve();
                flight.founder().close();
                return stored;
            }
            Runnable opening = () -> flight.open(next, head -> cache.recorder(key, call, head, joinable));
            boolean mayReturnEarly = Threads.isVirtualHere() || call.lifetime().isBounded() || late;
            cache.flights().open(opening, joinable && mayReturnEarly);
        } catch (Throwable e) {
            flight.fail(e); // lest those who have joined wait for ever
        }
        return null;
    }

    /** What a flight has stored that ended after the call was looked up, and before it founded its own. */
    private @Nullable Reply landed() {
        int ended = cache.flights().ended(key);
        if (ended == this.ended) {
            return null;
        }
        this.ended = ended;
        return cache.stored(call, key);
    }
}

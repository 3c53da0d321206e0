package dev.qlite.cache;

import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Call;
import dev.qlite.transport.Threads;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** The exchanges that are under way, by what they are asked: who asks the same joins. Thread-safe. */
final class Flights {
    private final ConcurrentMap<CacheKey, Flight> underWay = new ConcurrentHashMap<>();
    private final AtomicIntegerArray ended = new AtomicIntegerArray(256);
    private final ExecutorService threads = Threads.unbounded();
    private final long maxEntry;

    /** @param maxEntry the most bytes of an answer that others may still join */
    Flights(long maxEntry) {
        this.maxEntry = maxEntry;
    }

    /**
     * How many have ended, of this key or of one that shares its counter. Who founds a flight and finds more than before it
     * looked for a stored answer has to look again: one may have landed in between.
     */
    int ended(CacheKey key) {
        return ended.get(counter(key));
    }

    /**
     * A seat in the flight of that key, or the founder's in a new one.
     *
     * @param status what the cache does for a founder
     */
    Seat board(CacheKey key, Call call, CacheStatus status) {
        while (true) {
            Flight flight = underWay.get(key);
            if (flight == null) {
                Flight founded = Flight.shared(call, status, maxEntry, gone -> forget(key, gone));
                if (underWay.putIfAbsent(key, founded) == null) {
                    return founded.founder();
                }
            } else if (wouldWaitForItself(call, flight)) {
                return Flight.alone(call, status).founder();
            } else {
                Seat seat = flight.join(call);
                if (seat != null) {
                    return seat;
                }
            }
        }
    }

    /** A seat in the flight of that key if its whole answer is there and only not stored yet; else in one of the caller's own. */
    Seat boardLanded(CacheKey key, Call call, CacheStatus status) {
        Flight flight = underWay.get(key);
        Seat seat = flight != null && flight.hasLanded() ? flight.join(call) : null;
        return seat != null ? seat : Flight.alone(call, status).founder();
    }

    /** Has a flight opened: by this thread, or by one of its own, so that this one may return before. */
    void open(Runnable opening, boolean onItsOwn) {
        if (onItsOwn) {
            threads.execute(opening);
        } else {
            opening.run();
        }
    }

    /** Counts it before it makes room for another, so that the other's founder sees the count. */
    private void forget(CacheKey key, Flight flight) {
        if (underWay.get(key) == flight) {
            ended.incrementAndGet(counter(key));
            underWay.remove(key, flight);
        }
    }

    private int counter(CacheKey key) {
        return key.hashCode() & ended.length() - 1;
    }

    /**
     * A call that came round to this gateway has passed more gateways than the one that it came of (and is refused by the
     * provider); one that is asked by a flight's own call has its lifetime.
     */
    private static boolean wouldWaitForItself(Call call, Flight flight) {
        return !call.passedBy().equals(flight.call().passedBy())
                || call.lifetime() == flight.call().lifetime();
    }
}

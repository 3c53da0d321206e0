package dev.qlite.transport.sockets;

import dev.qlite.transport.Slots;
import dev.qlite.transport.TransportException;
import dev.qlite.transport.TransportException.Kind;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one exchange has of its transport: a place among those that may be busy, and a connection on it. Both are waited
 * for by the thread that pulls, and given back once.
 *
 * <p>The connection changes hands under the lock: whoever takes it out of this lease, be it the end of the answer or
 * {@link #close}, is the one who gives it back or closes it. For one thread at a time; {@link #close} for any.
 */
final class Lease {
    private final SocketTransport transport;
    private final Origin origin;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean closed;
    private Slots.@Nullable Ticket place;
    private @Nullable Dial dial;
    private volatile @Nullable Connection connection;
    private long patience; // of the thread that pulls: when its wait for a place, or for the dial, becomes a failure

    Lease(SocketTransport transport, Origin origin) {
        this.transport = transport;
        this.origin = origin;
    }

    /** Whether {@link #close} was called. */
    boolean isClosed() {
        return closed;
    }

    void throwIfClosed() {
        if (closed) {
            throw new TransportException(Kind.CLOSED, origin.authority() + ": the exchange was closed");
        }
    }

    /** The connection that {@link #awaitConnection} gave; null once it was given back or closed. */
    @Nullable
    Connection connection() {
        return connection;
    }

    /**
     * A connection, from the pool or new; null if there is none before {@code until}.
     *
     * @throws TransportException if there will be none
     */
    @Nullable
    Connection awaitConnection(long until) throws InterruptedException {
        if (!awaitPlace(until)) {
            return null;
        }
        Connection pooled = transport.pool().take(origin);
        Connection next = pooled != null ? pooled : awaitDialed(until);
        if (next != null) {
            hold(next);
        }
        return next;
    }

    private boolean awaitPlace(long until) throws InterruptedException {
        lock.lock();
        try {
            if (place == null) {
                throwIfClosed();
                if (!transport.begins(this)) {
                    throw new TransportException(Kind.CLOSED, origin.authority() + ": the transport is closed");
                }
                place = transport.slots().ask(this::wake);
                patience = System.nanoTime() + transport.connectTimeout().toNanos();
            }
            Slots.Ticket place = this.place;
            if (!await(until, place::granted)) {
                if (patience - System.nanoTime() > 0) {
                    return false;
                }
                throw new TransportException(
                        Kind.EXHAUSTED,
                        origin.authority() + ": no connection came free in "
                                + transport.connectTimeout().toMillis() + " ms");
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Connection awaitDialed(long until) throws InterruptedException {
        lock.lock();
        try {
            throwIfClosed();
            if (dial == null) {
                patience = System.nanoTime() + transport.connectTimeout().toNanos();
                dial = transport.dialer().dial(origin, transport.connectTimeout(), this::wake);
            }
            Dial dial = this.dial;
            if (!await(until, dial::isDone)) {
                if (patience - System.nanoTime() > 0) {
                    return null;
                }
                throw new TransportException(
                        Kind.CONNECT, origin.authority() + ": " + Dial.tooLong(transport.connectTimeout()));
            }
            this.dial = null;
            return dial.take();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for what is wanted, up to {@code until} or the end of the patience; the lock is held. */
    private boolean await(long until, BooleanSupplier wanted) throws InterruptedException {
        long limit = patience - until < 0 ? patience : until;
        while (!wanted.getAsBoolean()) {
            long nanos = limit - System.nanoTime();
            if (nanos <= 0) {
                return false;
            }
            changed.awaitNanos(nanos);
            throwIfClosed();
        }
        return true;
    }

    private void hold(Connection next) {
        lock.lock();
        try {
            if (!closed) {
                connection = next;
            }
        } finally {
            lock.unlock();
        }
        if (closed) {
            next.close();
            throwIfClosed();
        }
    }

    /** Closes the connection and keeps the place, for another connection. */
    void drop() {
        Connection ours = release();
        if (ours != null) {
            ours.close();
        }
    }

    /**
     * Gives back the place, and the connection for another exchange; not the connection if this was closed meanwhile.
     *
     * @param idle how long it may wait for that, in nanoseconds; 0 or less: it is closed
     */
    void giveBack(long idle) {
        Connection ours = release();
        if (ours == null) {
            return;
        }
        if (idle > 0) {
            transport.pool().give(ours, idle);
        } else {
            ours.close();
        }
        letGo();
    }

    /** Ends whatever is under way, for there will be no answer, and gives back the place. Idempotent. */
    void abandon() {
        Dial dialing;
        lock.lock();
        try {
            dialing = dial;
        } finally {
            lock.unlock();
        }
        if (dialing != null) {
            dialing.giveUp();
        }
        drop();
        letGo();
    }

    /** The same, from any thread at any time: whoever waits here or on the connection is woken. Idempotent. */
    void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        abandon();
    }

    /** Takes the connection out of this; null if that has been done. */
    private @Nullable Connection release() {
        lock.lock();
        try {
            Connection ours = connection;
            connection = null;
            return ours;
        } finally {
            lock.unlock();
        }
    }

    /** Gives back the place; idempotent. */
    private void letGo() {
        Slots.Ticket ours;
        lock.lock();
        try {
            ours = place;
        } finally {
            lock.unlock();
        }
        if (ours != null) {
            ours.giveBack();
        }
        transport.over(this);
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

package dev.qlite.transport.sockets;

import dev.qlite.transport.Exchange;
import dev.qlite.transport.ResponseHead;
import dev.qlite.transport.Slots;
import dev.qlite.transport.TransportException;
import dev.qlite.transport.TransportException.Kind;
import dev.qlite.transport.TransportRequest;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of {@link SocketTransport}: a place, a connection, the request, the head, the body, each waited for by the
 * thread that pulls.
 *
 * <p>The connection changes hands under the lock: whoever takes it out of this exchange, be it its end or its close, is the
 * one who gives it back or closes it.
 */
final class SocketExchange implements Exchange {
    private final SocketTransport transport;
    private final TransportRequest request;
    private final Origin origin;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean closed;
    private Slots.@Nullable Ticket place;
    private @Nullable Dial dial;
    private @Nullable Connection connection;

    // Of the thread that pulls.
    private long patience;
    private @Nullable ResponseParser answer; // from when the request is sent
    private @Nullable ResponseHead head;
    private @Nullable TransportException failure;

    SocketExchange(SocketTransport transport, TransportRequest request, Origin origin) {
        this.transport = transport;
        this.request = request;
        this.origin = origin;
    }

    @Override
    public @Nullable ResponseHead head(long until) {
        if (closed || head == null) {
            throwIfOver();
        }
        if (head != null) {
            return head;
        }
        try {
            ResponseParser answer = awaitSent(until);
            return answer == null ? null : receiveHead(answer, until);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (TransportException e) {
            throw fail(e);
        } catch (IOException e) {
            throw fail(failed(e, "before the head"));
        }
    }

    @Override
    public int read(ByteBuffer into, long until) {
        if (!into.hasRemaining()) {
            throw new IllegalArgumentException("into: has no room (expected: at least a byte)");
        }
        BodyDecoder body = body();
        int before = into.position();
        try {
            while (true) {
                throwIfOver();
                if (body.ended()) {
                    return -1;
                }
                Connection connection = connection();
                body.move(connection.unread(), into);
                endIfWhole(body);
                if (into.position() > before) {
                    return into.position() - before;
                }
                if (body.ended()) {
                    return -1;
                }
                int count = receive(connection, body, into, until);
                if (count == 0) {
                    return 0;
                }
                if (count < 0) {
                    endOfConnection(body);
                }
            }
        } catch (IOException e) {
            TransportException why = fail(failed(e, "within the body"));
            if (into.position() > before) {
                return into.position() - before; // what came before the failure, which is told next
            }
            throw why;
        }
    }

    @Override
    public boolean framed() {
        return body().framed();
    }

    @Override
    public void close() {
        Connection ours;
        Dial dialing;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            ours = connection;
            dialing = dial;
            connection = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (ours != null) {
            ours.close();
        }
        if (dialing != null) {
            dialing.giveUp();
        }
        letGo();
    }

    /** Sends the request once there is a place and a connection; null if there is none before {@code until}. */
    private @Nullable ResponseParser awaitSent(long until) throws IOException, InterruptedException {
        while (answer == null) {
            if (!awaitPlace(until)) {
                return null;
            }
            Connection pooled = transport.pool().take(origin);
            Connection next = pooled != null ? pooled : awaitDialed(until);
            if (next == null) {
                return null;
            }
            hold(next);
            try {
                next.send(RequestBytes.of(request, origin), transport.threads());
                answer = new ResponseParser(request.method());
            } catch (IOException e) {
                if (pooled == null || closed) {
                    throw e;
                }
                // It died in the pool, and nothing of the request was taken: the next one.
                if (release(next)) {
                    next.close();
                }
            }
        }
        return answer;
    }

    private boolean awaitPlace(long until) throws InterruptedException {
        lock.lock();
        try {
            if (place == null) {
                throwIfOver();
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
            throwIfOver();
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
            throwIfOver();
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
            throwIfOver();
        }
    }

    private @Nullable ResponseHead receiveHead(ResponseParser answer, long until) throws IOException {
        Connection connection = connection();
        while (true) {
            ResponseHead whole = answer.head(connection.unread());
            if (whole != null) {
                head = whole;
                endIfWhole(answer.body());
                return whole;
            }
            int count = connection.fill(until);
            if (count == 0) {
                return null;
            }
            if (count < 0) {
                throw new IOException("closed by the peer");
            }
        }
    }

    /** A large piece goes where it is wanted, without a stay in the connection's buffer. */
    private static int receive(Connection connection, BodyDecoder body, ByteBuffer into, long until)
            throws IOException {
        int direct = (int) Math.min(body.plain(), into.remaining());
        if (!into.hasArray() || direct < connection.unread().capacity()) {
            return connection.fill(until);
        }
        int count = connection.read(into.array(), into.arrayOffset() + into.position(), direct, until);
        if (count > 0) {
            into.position(into.position() + count);
            body.took(count);
        }
        return count;
    }

    private void endOfConnection(BodyDecoder body) throws IOException {
        if (body.framed()) {
            throw new IOException("closed by the peer");
        }
        body.end();
        endIfWhole(body);
    }

    /** Gives back the connection and the place, once there is nothing more to read. */
    private void endIfWhole(BodyDecoder body) {
        Connection ours = connection;
        if (!body.ended() || ours == null || answer == null || !release(ours)) {
            return;
        }
        if (answer.persists() && ours.isClean()) {
            transport.pool().give(ours, KeepAlive.nanos(head));
        } else {
            ours.close();
        }
        letGo();
    }

    /** Takes the connection out of this exchange; false if its close has. */
    private boolean release(Connection ours) {
        lock.lock();
        try {
            boolean held = connection == ours;
            connection = null;
            return held;
        } finally {
            lock.unlock();
        }
    }

    private Connection connection() {
        Connection ours = connection;
        if (ours == null) {
            throwIfOver();
            throw new IllegalStateException("connection: none");
        }
        return ours;
    }

    private BodyDecoder body() {
        if (head == null || answer == null) {
            throw new IllegalStateException("head: not there yet (expected: read and framed come after it)");
        }
        return answer.body();
    }

    private void throwIfOver() {
        if (closed) {
            throw new TransportException(Kind.CLOSED, origin.authority() + ": the exchange was closed");
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** What a failure of the connection means. */
    private TransportException failed(IOException e, String where) {
        if (closed) {
            return new TransportException(Kind.CLOSED, origin.authority() + ": the exchange was closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            return interrupted(); // which closes a channel
        }
        if (e instanceof ProtocolException) {
            return new TransportException(
                    Kind.PROTOCOL, origin.authority() + ": the answer is not HTTP: " + e.getMessage());
        }
        return new TransportException(
                Kind.BROKEN, origin.authority() + ": the connection broke " + where + " of the answer", e);
    }

    /** Keeps a failure, and all that is needed for nothing any more goes. */
    private TransportException fail(TransportException e) {
        if (failure == null && !closed) {
            failure = e;
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
            Connection ours = connection;
            if (ours != null && release(ours)) {
                ours.close();
            }
            letGo();
        }
        return e;
    }

    private TransportException interrupted() {
        Thread.currentThread().interrupt();
        close();
        return new TransportException(Kind.CLOSED, origin.authority() + ": the thread was interrupted");
    }

    /** Gives back the place in the pool; idempotent. */
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

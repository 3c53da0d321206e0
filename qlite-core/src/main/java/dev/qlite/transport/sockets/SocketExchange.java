package dev.qlite.transport.sockets;

import dev.qlite.transport.Exchange;
import dev.qlite.transport.ResponseHead;
import dev.qlite.transport.TransportException;
import dev.qlite.transport.TransportException.Kind;
import dev.qlite.transport.TransportRequest;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of {@link SocketTransport}: the request, the head, the body, each waited for by the thread that pulls. What
 * it holds of the transport, and what another thread may take from it, is its {@link Lease}.
 */
final class SocketExchange implements Exchange {
    private final SocketTransport transport;
    private final TransportRequest request;
    private final Origin origin;
    private final Lease lease;

    private @Nullable ResponseParser answer; // from when the request is sent
    private @Nullable ResponseHead head;
    private @Nullable TransportException failure;

    SocketExchange(SocketTransport transport, TransportRequest request, Origin origin) {
        this.transport = transport;
        this.request = request;
        this.origin = origin;
        this.lease = new Lease(transport, origin);
    }

    @Override
    public @Nullable ResponseHead head(long until) {
        if (lease.isClosed() || head == null) {
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
        ResponseParser answer = headed();
        BodyDecoder body = answer.body();
        int before = into.position();
        try {
            while (true) {
                throwIfOver();
                if (body.ended()) {
                    return -1;
                }
                Connection connection = connection();
                body.move(connection.unread(), into);
                endIfWhole(answer, connection);
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
                    endOfConnection(answer, connection);
                } else if (into.position() > before) { // past the connection's buffer, and perhaps to the end
                    endIfWhole(answer, connection);
                    return into.position() - before;
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
        return headed().body().framed();
    }

    @Override
    public void close() {
        lease.close();
    }

    /** Sends the request once there is a connection; null if there is none before {@code until}. */
    private @Nullable ResponseParser awaitSent(long until) throws IOException, InterruptedException {
        while (answer == null) {
            Connection next = lease.awaitConnection(until);
            if (next == null) {
                return null;
            }
            try {
                next.send(RequestBytes.of(request, origin), transport.threads());
                answer = new ResponseParser(request.method());
            } catch (IOException e) {
                if (!next.hasWaited() || lease.isClosed()) {
                    throw e;
                }
                lease.drop(); // it died in the pool, and nothing of the request was taken: the next one
            }
        }
        return answer;
    }

    private @Nullable ResponseHead receiveHead(ResponseParser answer, long until) throws IOException {
        Connection connection = connection();
        while (true) {
            ResponseHead whole = answer.head(connection.unread());
            if (whole != null) {
                head = whole;
                endIfWhole(answer, connection);
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

    private void endOfConnection(ResponseParser answer, Connection connection) throws IOException {
        if (answer.body().framed()) {
            throw new IOException("closed by the peer");
        }
        answer.body().end();
        endIfWhole(answer, connection);
    }

    /** Gives all back, once there is nothing more to read. */
    private void endIfWhole(ResponseParser answer, Connection connection) {
        if (answer.body().ended()) {
            lease.giveBack(answer.persists() && connection.isClean() ? KeepAlive.nanos(head) : 0);
        }
    }

    private Connection connection() {
        Connection ours = lease.connection();
        if (ours == null) {
            throwIfOver();
            throw new IllegalStateException("connection: none");
        }
        return ours;
    }

    private ResponseParser headed() {
        if (head == null || answer == null) {
            throw new IllegalStateException("head: not there yet (expected: read and framed come after it)");
        }
        return answer;
    }

    private void throwIfOver() {
        lease.throwIfClosed();
        if (failure != null) {
            throw failure;
        }
    }

    /** What a failure of the connection means. */
    private TransportException failed(IOException e, String where) {
        if (lease.isClosed()) {
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
        if (failure == null && !lease.isClosed()) {
            failure = e;
            lease.abandon();
        }
        return e;
    }

    private TransportException interrupted() {
        Thread.currentThread().interrupt();
        close();
        return new TransportException(Kind.CLOSED, origin.authority() + ": the thread was interrupted");
    }
}

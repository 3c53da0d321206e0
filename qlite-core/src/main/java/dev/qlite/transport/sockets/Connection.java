package dev.qlite.transport.sockets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection, plain or with TLS, and the bytes that have been read off it and not taken yet.
 *
 * <p>Its channel is what makes it work: closing it, from any thread, ends each wait at once, as interrupting a thread
 * does that waits; and a read that does not block takes what is there, and tells a live connection from a dead one. It
 * is in blocking mode only while there is nothing to do but wait; always for TLS, and while another thread writes. For
 * one thread at a time; {@link #close} for any.
 */
final class Connection {
    private static final int BUFFER = 8 << 10;
    /** Where the peer sends more at once than fits. */
    private static final int LARGER_BUFFER = 16 << 10;

    /** How often others have their turn before a thread parks; measured: more gain nothing. */
    private static final int TURNS = 6;

    private static final int MOST_WRITTEN_AT_ONCE = 64 << 10;

    private final Origin origin;
    private final SocketChannel channel;
    private final Socket socket;
    private final boolean secure;
    private final InputStream arrived;
    private final InputStream in;
    private final OutputStream out;
    private final long born;
    private ByteBuffer unread = ByteBuffer.allocate(BUFFER).limit(0);
    private volatile boolean writing;
    private volatile boolean closed;
    private boolean waited;
    private long idleUntil;

    private Connection(Origin origin, SocketChannel channel, @Nullable Socket secure) throws IOException {
        this.origin = origin;
        this.channel = channel;
        this.secure = secure != null;
        this.socket = secure != null ? secure : channel.socket();
        this.arrived = channel.socket().getInputStream();
        this.in = secure != null ? secure.getInputStream() : arrived;
        this.out = socket.getOutputStream();
        this.born = System.nanoTime();
    }

    /** Over a connected channel. */
    static Connection plain(Origin origin, SocketChannel channel) throws IOException {
        return new Connection(origin, channel, null);
    }

    /** Over a socket that speaks TLS on that channel. */
    static Connection secure(Origin origin, SocketChannel channel, Socket secure) throws IOException {
        return new Connection(origin, channel, secure);
    }

    Origin origin() {
        return origin;
    }

    /** {@link System#nanoTime()} when it was made. */
    long born() {
        return born;
    }

    /** {@link System#nanoTime()} from which on it is not to be used again. */
    long idleUntil() {
        return idleUntil;
    }

    void idleUntil(long moment) {
        idleUntil = moment;
        waited = true;
    }

    /** Whether it has been idle, and so may have died unseen. */
    boolean hasWaited() {
        return waited;
    }

    /** What has come, from the position to the limit; its array is the connection's own. */
    ByteBuffer unread() {
        return unread;
    }

    /** Whether nothing of one exchange is left that could be taken for a part of the next. */
    boolean isClean() {
        return !writing && !unread.hasRemaining();
    }

    /** Whether the peer, of whom nothing is expected, has kept still; it has not if it closed the connection. */
    boolean isQuiet() {
        try {
            block(false);
            return channel.read(unread.clear().limit(1)) == 0;
        } catch (IOException e) {
            return false;
        } finally {
            unread.clear().limit(0);
        }
    }

    /**
     * Sends a request. What the system does not take at once is sent by another thread, for there may be an answer before
     * the request is whole; what that thread cannot send shows in what is read.
     *
     * @throws IOException if not a byte of it was taken: it may be sent again
     */
    void send(RequestBytes request, Executor threads) throws IOException {
        boolean small = request.rest().length == 0;
        ByteBuffer[] message = {ByteBuffer.wrap(request.first()), ByteBuffer.wrap(request.rest())};
        if (secure) {
            block(true);
            if (small) {
                writing = true;
                writeRest(message);
                return;
            }
        } else if (sendAtOnce(message)) {
            return;
        }
        writing = true;
        threads.execute(() -> writeRest(message));
    }

    /** Sends what the system takes without waiting; false if that is not all. */
    private boolean sendAtOnce(ByteBuffer[] message) throws IOException {
        boolean begun = false;
        try {
            block(false);
            long count;
            do {
                message[1].limit(Math.min(message[1].capacity(), message[1].position() + MOST_WRITTEN_AT_ONCE));
                count = channel.write(message);
                begun |= count > 0;
                message[1].limit(message[1].capacity());
            } while (count > 0 && message[1].hasRemaining());
            boolean whole = !message[0].hasRemaining() && !message[1].hasRemaining();
            if (!whole) {
                block(true);
            }
            return whole;
        } catch (IOException e) {
            if (begun) {
                writing = true; // never to be used again; whether there is an answer shows when it is read
                blockOrClose();
                return true;
            }
            throw e;
        }
    }

    private void blockOrClose() {
        try {
            block(true);
        } catch (IOException e) {
            close();
        }
    }

    private void writeRest(ByteBuffer[] message) {
        try {
            for (ByteBuffer each : message) {
                out.write(each.array(), each.arrayOffset() + each.position(), each.remaining());
            }
            writing = false;
        } catch (IOException e) {
            // Left as "writing", so that nobody uses it again. If there is an answer all the same, it counts.
        }
    }

    /**
     * Waits for bytes and puts them behind those that are unread.
     *
     * @return how many, 0 if none came before {@code until}, -1 if the peer has closed its side
     */
    int fill(long until) throws IOException {
        if (!unread.hasRemaining()) {
            boolean wasFull = unread.limit() == BUFFER && unread.capacity() == BUFFER;
            unread = wasFull
                    ? ByteBuffer.allocate(LARGER_BUFFER).limit(0)
                    : unread.clear().limit(0);
        } else if (unread.limit() == unread.capacity()) {
            makeRoom();
        }
        int count = read(unread.array(), unread.limit(), unread.capacity() - unread.limit(), until);
        if (count > 0) {
            unread.limit(unread.limit() + count);
        }
        return count;
    }

    /** Waits for bytes, as {@link #fill}, but puts them elsewhere; none must be unread. */
    @SuppressWarnings("ThreadPriorityCheck")
    int read(byte[] into, int offset, int length, long until) throws IOException {
        int count = readIfAtHand(into, offset, length, until);
        if (count != 0 || until - System.nanoTime() <= 0) {
            return count;
        }
        // Under load the bytes are here when the others have had their turn, and that costs less than to park: on a
        // virtual thread a timed wait sets a timer of the JVM.
        for (int turns = 0; count == 0 && turns < TURNS; turns++) {
            Thread.yield();
            count = readIfAtHand(into, offset, length, until);
        }
        return count != 0 ? count : readBlocking(into, offset, length, until);
    }

    /** Does not wait, but for the rest of a record of TLS. */
    private int readIfAtHand(byte[] into, int offset, int length, long until) throws IOException {
        if (secure || writing) {
            return isAtHand() ? readBlocking(into, offset, length, until) : 0;
        }
        block(false);
        return channel.read(ByteBuffer.wrap(into, offset, length));
    }

    private int readBlocking(byte[] into, int offset, int length, long until) throws IOException {
        block(true);
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime() + 999_999));
        socket.setSoTimeout(millis > Integer.MAX_VALUE ? 0 : (int) millis); // 0 waits for ever, without a timer
        try {
            return in.read(into, offset, length);
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    private boolean isAtHand() throws IOException {
        return arrived.available() > 0 || (secure && in.available() > 0);
    }

    /** Whoever closes a channel that has just begun to block may not know that he has to wake its reader: it looks itself. */
    private void block(boolean blocking) throws IOException {
        if (channel.isBlocking() != blocking) {
            channel.configureBlocking(blocking);
            if (closed) {
                throw new ClosedChannelException();
            }
        }
    }

    /** The buffer grows with a head that is long, and is small again with the next. */
    private void makeRoom() {
        boolean full = unread.position() == 0;
        ByteBuffer roomy = full ? ByteBuffer.allocate(2 * unread.capacity()) : unread;
        int length = unread.remaining();
        System.arraycopy(unread.array(), unread.position(), roomy.array(), 0, length);
        unread = roomy.position(0).limit(length);
    }

    /** Nothing but what it needs while it is idle. */
    void rest() {
        if (unread.capacity() > LARGER_BUFFER) {
            unread = ByteBuffer.allocate(BUFFER).limit(0);
        }
    }

    /** Ends it without a word of TLS, which could block: whoever closes has read all that he trusts. */
    void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            // It is as closed as it can be.
        }
    }
}

package dev.qlite.transport.sockets;

import dev.qlite.transport.TransportException;
import dev.qlite.transport.TransportException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One attempt to make a connection, which can be given up at any time. Thread-safe. */
final class Dial implements Runnable {
    private final Dialer dialer;
    private final Origin origin;
    private final Duration limit;
    private final long until;
    private final Runnable told;

    private final ReentrantLock lock = new ReentrantLock();
    private boolean givenUp;
    private boolean over;
    private @Nullable SocketChannel channel;
    private @Nullable Connection made;
    private @Nullable TransportException failure;

    Dial(Dialer dialer, Origin origin, Duration limit, Runnable told) {
        this.dialer = dialer;
        this.origin = origin;
        this.limit = limit;
        this.until = System.nanoTime() + limit.toNanos();
        this.told = told;
    }

    @Override
    public void run() {
        Connection connection = null;
        TransportException why = null;
        try {
            connection = dialer.connect(origin, until, this);
        } catch (IOException | RuntimeException e) {
            why = new TransportException(Kind.CONNECT, origin.authority() + ": " + what(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            why = new TransportException(Kind.CLOSED, origin.authority() + ": the thread was interrupted", e);
        }
        lock.lock();
        try {
            over = true;
            made = connection;
            failure = why;
            if (givenUp && connection != null) {
                connection.close();
            }
        } finally {
            lock.unlock();
        }
        told.run();
    }

    /**
     * Whether it has come to its end.
     *
     * @throws TransportException if that is no connection
     */
    boolean isDone() {
        lock.lock();
        try {
            if (failure != null) {
                throw failure;
            }
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** The connection, once; to be asked when this is done. */
    Connection take() {
        lock.lock();
        try {
            if (made == null) {
                throw new IllegalStateException("connection: not there, or taken");
            }
            Connection taken = made;
            made = null;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the attempt; a connection that nobody has taken is closed. Idempotent. */
    void giveUp() {
        SocketChannel trying;
        lock.lock();
        try {
            givenUp = true;
            trying = over && made == null ? null : channel;
        } finally {
            lock.unlock();
        }
        if (trying != null) {
            close(trying);
        }
    }

    /** The dialer is about to wait for that channel. */
    void trying(SocketChannel channel) {
        boolean tooLate;
        lock.lock();
        try {
            this.channel = channel;
            tooLate = givenUp;
        } finally {
            lock.unlock();
        }
        if (tooLate) {
            close(channel);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is as closed as it can be.
        }
    }

    /** The words for a connection that took longer than it may. */
    static String tooLong(Duration limit) {
        return "connecting took longer than " + limit.toMillis() + " ms";
    }

    private String what(Exception e) {
        if (e instanceof UnknownHostException) {
            return "unknown host";
        }
        if (e instanceof InterruptedIOException) {
            return tooLong(limit);
        }
        if (e instanceof SSLException) {
            return "TLS handshake failed";
        }
        if (e instanceof Dialer.NoTunnelException) {
            return String.valueOf(e.getMessage());
        }
        if (e instanceof ProtocolException) {
            return "a proxy on the way to it does not speak HTTP";
        }
        return "cannot connect";
    }
}

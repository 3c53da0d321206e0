package dev.qlite.transport.sockets;

import dev.qlite.transport.HttpProxy;
import dev.qlite.transport.ResponseHead;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Makes connections: name, TCP, a proxy's tunnel, TLS. Blocks; each step is done by {@code until}. Thread-safe. */
final class Dialer {
    private static final long LEAST_SHARE = TimeUnit.SECONDS.toNanos(2);

    private final NameLookup names;
    private final ExecutorService threads;
    private final SSLSocketFactory tls;

    Dialer(NameLookup names, ExecutorService threads, SSLSocketFactory tls) {
        this.names = names;
        this.threads = threads;
        this.tls = tls;
    }

    /** Begins to make a connection, on a thread of its own; {@code told} is run by it at the end. */
    Dial dial(Origin origin, Duration limit, Runnable told) {
        Dial dial = new Dial(this, origin, limit, told);
        threads.execute(dial);
        return dial;
    }

    /** Makes a connection. The dial is shown each channel before it is waited for, so that it can close it. */
    Connection connect(Origin origin, long until, Dial dial) throws IOException, InterruptedException {
        HttpProxy proxy = origin.proxy();
        SocketChannel channel = proxy == null
                ? open(origin.host(), origin.port(), until, dial)
                : open(proxy.host(), proxy.port(), until, dial);
        try {
            if (!origin.secure()) {
                return Connection.plain(origin, channel);
            }
            if (proxy != null) {
                tunnel(channel, origin, proxy, until);
            }
            return secure(channel, origin, until);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** A connection to the first of the host's addresses that takes one; all but the last get a share of the time. */
    private SocketChannel open(String host, int port, long until, Dial dial) throws IOException, InterruptedException {
        InetAddress[] addresses = names.find(host, until);
        for (int i = 0; ; i++) {
            int others = addresses.length - i - 1;
            long left = until - System.nanoTime();
            long share = others == 0 ? left : Math.max(LEAST_SHARE, left / (others + 1));
            try {
                return open(new InetSocketAddress(addresses[i], port), Math.min(left, share), dial);
            } catch (IOException e) {
                if (others == 0 || until - System.nanoTime() <= 0) {
                    throw e;
                }
            }
        }
    }

    private static SocketChannel open(InetSocketAddress address, long nanos, Dial dial) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            dial.trying(channel);
            channel.socket().connect(address, millis(nanos));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Has a proxy lead to the origin (RFC 9110, 9.3.6). */
    private static void tunnel(SocketChannel channel, Origin origin, HttpProxy proxy, long until) throws IOException {
        channel.socket().getOutputStream().write(RequestBytes.connect(origin, proxy));
        Connection toProxy = Connection.plain(origin, channel);
        ResponseParser answer = new ResponseParser("CONNECT");
        ResponseHead head = answer.head(toProxy.unread());
        while (head == null) {
            int count = toProxy.fill(until);
            if (count == 0) {
                throw new SocketTimeoutException("the proxy says nothing");
            }
            if (count < 0) {
                throw new NoTunnelException("a proxy on the way to it hangs up");
            }
            head = answer.head(toProxy.unread());
        }
        if (head.status() > 299) {
            throw new NoTunnelException("a proxy on the way to it refuses (status " + head.status() + ")");
        }
        if (toProxy.unread().hasRemaining()) {
            throw new NoTunnelException("a proxy on the way to it speaks for it");
        }
    }

    /** Speaks TLS with the host, whose certificate must be its own (RFC 2818, 3.1). */
    private Connection secure(SocketChannel channel, Origin origin, long until) throws IOException {
        String host = origin.host().startsWith("[")
                ? origin.host().substring(1, origin.host().length() - 1)
                : origin.host();
        channel.configureBlocking(true); // which it need not be after a tunnel was made
        SSLSocket socket = (SSLSocket) tls.createSocket(channel.socket(), host, origin.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(millis(until - System.nanoTime()));
        socket.startHandshake();
        return Connection.secure(origin, channel, socket);
    }

    private static int millis(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
    }

    /** A proxy did not lead through; the message says how. */
    static final class NoTunnelException extends IOException {
        NoTunnelException(String message) {
            super(message);
        }
    }
}

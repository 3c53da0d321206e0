package dev.qlite.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server that does not hear its clients out. Of its first connection it answers the first request, and then dies so many
 * bytes into the second; on any later connection it answers all.
 */
final class DyingUpstream implements AutoCloseable {
    private static final byte[] GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(US_ASCII);
    private static final byte[] EARLY = "HTTP/1.1 413 Large\r\nContent-Length: 2\r\n\r\nno".getBytes(US_ASCII);

    private final ServerSocket server;
    private final @Nullable SSLContext tls;
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch mayDie = new CountDownLatch(1);
    private final CountDownLatch dead = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean wasWhole;

    @FunctionalInterface
    private interface Manner {
        void serve(Socket socket, Socket spoken, boolean first) throws IOException, InterruptedException;
    }

    /** Dies that many bytes into the second request; if that is none, when it is told to. */
    DyingUpstream(@Nullable SSLContext tls, int bytes, boolean byReset) {
        this.tls = tls;
        this.server = listen();
        start((socket, spoken, first) -> {
            InputStream in = new BufferedInputStream(spoken.getInputStream());
            RequestReader reader = new RequestReader(in, new CountDownLatch(1));
            for (boolean more = reader.next() != null; more; more = !first && reader.next() != null) {
                spoken.getOutputStream().write(GOOD);
            }
            if (first) {
                wasWhole = readSome(in, bytes);
                if (bytes == 0) {
                    mayDie.await();
                }
                if (byReset) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
                dead.countDown();
            }
        });
    }

    private DyingUpstream(@Nullable SSLContext tls, byte[] said) {
        this.tls = tls;
        this.server = listen();
        start((socket, spoken, first) -> {
            if (spoken.getInputStream().read(new byte[1000]) > 0) {
                spoken.getOutputStream().write(said);
            }
            closed.await();
        });
    }

    /** Refuses each request while it comes, and reads no more of it. */
    static DyingUpstream answeringEarly(@Nullable SSLContext tls) {
        return new DyingUpstream(tls, EARLY);
    }

    /** Reads the beginning of each request, and says nothing. */
    static DyingUpstream deaf(@Nullable SSLContext tls) {
        return new DyingUpstream(tls, new byte[0]);
    }

    URI uri(String path) {
        return URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + server.getLocalPort() + path);
    }

    int connections() {
        return connections.get();
    }

    /** Whether the second request ended where this died. */
    boolean wasWhole() {
        return wasWhole;
    }

    /** Has the first connection die before a second request. */
    void die(Duration atMost) {
        mayDie.countDown();
        Waits.forLatch(dead, atMost, "upstream: lives");
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads so many bytes; true if they end in an empty line and two bytes of a body. */
    private static boolean readSome(InputStream in, int bytes) throws IOException {
        String read = new String(in.readNBytes(bytes), US_ASCII);
        return read.endsWith("\r\n\r\n{}");
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(Manner manner) {
        Thread thread = new Thread(() -> accept(manner), "dying-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(Manner manner) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                boolean first = connections.incrementAndGet() == 1;
                Thread thread = new Thread(() -> serve(socket, manner, first), "dying-upstream");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket, Manner manner, boolean first) {
        try (socket) {
            Socket spoken = socket;
            if (tls != null) {
                SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
                secure.setUseClientMode(false);
                spoken = secure;
            }
            manner.serve(socket, spoken, first);
        } catch (IOException e) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.qlite.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A scripted HTTP/1.1 server on the loopback: answers each request, once it has been read whole, with the next {@link
 * Answer} in the queue, or else with the standing one; keeps connections alive, and records what it was asked and
 * whether its clients left.
 *
 * <pre>{@code
 * try (FakeUpstream upstream = FakeUpstream.start()) {
 *     upstream.enqueue(Answer.json(200, "{}"));
 *     … call upstream.uri("/v1/models") …
 *     assertThat(upstream.takeRequest(Duration.ofSeconds(5)).method()).isEqualTo("GET");
 * }
 * }</pre>
 *
 * <p>A script that fails, a request that cannot be read and one that nothing answers are told by {@link #close}.
 * A client that closes one direction of its connection counts as gone; pipelined requests are not supported.
 * Thread-safe.
 */
public final class FakeUpstream implements AutoCloseable {
    private static final long STOP_MILLIS = 5_000;

    private final ServerSocket server;
    private final @Nullable SSLContext tls;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<RecordedRequest> untaken = new LinkedBlockingQueue<>();
    private final List<Wire> wires = new CopyOnWriteArrayList<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private volatile @Nullable Function<? super RecordedRequest, Answer> standing;
    private volatile boolean closed;

    private FakeUpstream(ServerSocket server, @Nullable SSLContext tls) {
        this.server = server;
        this.tls = tls;
    }

    /** Starts an upstream on a free port. */
    public static FakeUpstream start() {
        return start(null);
    }

    /** Starts one that speaks TLS with those keys ({@link SelfSigned#server()}), or none if that is null. */
    public static FakeUpstream start(@Nullable SSLContext tls) {
        try {
            FakeUpstream upstream = new FakeUpstream(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), tls);
            upstream.run("accept", upstream::accept);
            return upstream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers one request with {@code answer}, after those that are in the queue already. */
    public FakeUpstream enqueue(Answer answer) {
        answers.add(answer);
        return this;
    }

    /** Answers with {@code answer} whenever the queue is empty. */
    public FakeUpstream always(Answer answer) {
        return always(request -> answer);
    }

    /** Answers with what {@code answers} says whenever the queue is empty. */
    public FakeUpstream always(Function<? super RecordedRequest, Answer> answers) {
        standing = answers;
        return this;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The root, without a slash at its end, as a provider's base URL. */
    public String baseUrl() {
        return (tls == null ? "http://" : "https://") + server.getInetAddress().getHostAddress() + ":" + port();
    }

    /** A URI of this upstream; {@code path} starts with a slash and may have a query. */
    public URI uri(String path) {
        return URI.create(baseUrl() + path);
    }

    /** How many requests have come. */
    public int calls() {
        return calls.get();
    }

    /** How many connections have been opened, whatever became of them. */
    public int connections() {
        return wires.size();
    }

    /** How many bytes the system has taken to send, in all answers. */
    public long sent() {
        return sent.get();
    }

    /**
     * The oldest request that has not been taken yet; waits for one.
     *
     * @throws AssertionError if none comes within that time
     */
    public RecordedRequest takeRequest(Duration atMost) {
        try {
            RecordedRequest request = untaken.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
            if (request == null) {
                throw new AssertionError("request: none came (expected: within " + atMost + ")");
            }
            return request;
        } catch (InterruptedException e) {
            throw Waits.interrupted("request: none came", e);
        }
    }

    /**
     * Waits until every connection that there has been so far is closed: by its client, or by its answer.
     *
     * @throws AssertionError if one is still open after that time
     */
    public void awaitClientClosed(Duration atMost) {
        for (Wire wire : wires) {
            Waits.forLatch(wire.clientClosed(), atMost, "client: did not close its connection");
        }
    }

    /**
     * Ends every answer and connection.
     *
     * @throws AssertionError if something went wrong here meanwhile that was not the leaving of a client
     */
    @Override
    public void close() {
        closed = true;
        try {
            server.close();
            for (Wire wire : wires) {
                wire.close();
            }
            for (Thread thread : threads) {
                thread.interrupt();
                thread.join(STOP_MILLIS);
                if (thread.isAlive()) {
                    errors.add(new IllegalStateException(thread.getName() + ": did not end"));
                }
            }
        } catch (IOException e) {
            errors.add(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!errors.isEmpty()) {
            AssertionError error = new AssertionError("upstream: " + errors.size() + " failed: " + errors.peek());
            errors.forEach(error::addSuppressed);
            errors.clear();
            throw error;
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket;
            try {
                socket = server.accept();
            } catch (IOException e) {
                if (closed) {
                    return;
                }
                throw e;
            }
            socket.setTcpNoDelay(true);
            Wire wire = new Wire(socket, spoken(socket), sent);
            wires.add(wire);
            run("read", () -> serve(wire));
        }
    }

    private Socket spoken(Socket socket) throws IOException {
        if (tls == null) {
            return socket;
        }
        SSLSocket spoken = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
        spoken.setUseClientMode(false);
        return spoken;
    }

    /** Reads requests while their answers run elsewhere: so it sees at once when the client leaves. */
    private void serve(Wire wire) throws IOException {
        try (wire) {
            RequestReader reader = new RequestReader(new BufferedInputStream(wire.in()), wire.clientClosed());
            for (RecordedRequest request = reader.next(); request != null; request = reader.next()) {
                RecordedRequest read = request;
                calls.incrementAndGet();
                untaken.add(read);
                run("answer", () -> answer(read, wire));
            }
        } catch (ProtocolException | NumberFormatException e) {
            throw e;
        } catch (IOException e) {
            // Reset by the client, or closed by an answer.
        } finally {
            wire.clientClosed().countDown();
        }
    }

    private void answer(RecordedRequest request, Wire wire) throws IOException, InterruptedException {
        boolean done = false;
        try {
            Answer answer = answers.poll();
            Function<? super RecordedRequest, Answer> otherwise = standing;
            if (answer == null && otherwise != null) {
                answer = otherwise.apply(request);
            }
            if (answer == null) {
                throw new IllegalStateException("no answer left for " + request);
            }
            answer.run(wire);
            done = !"close".equalsIgnoreCase(request.header("Connection"));
        } finally {
            if (!done) {
                wire.close();
            }
        }
    }

    private void run(String what, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (Wire.ClientLeft | InterruptedException e) {
                        // Not an error: an answer ends with its client, and with this upstream.
                    } catch (IOException | RuntimeException | Error e) {
                        errors.add(e);
                    } finally {
                        threads.remove(Thread.currentThread());
                    }
                },
                "fake-upstream-" + what);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    @FunctionalInterface
    private interface Task {
        void run() throws IOException, InterruptedException;
    }
}

package dev.qlite.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.qlite.transport.Exchange;
import dev.qlite.transport.Headers;
import dev.qlite.transport.ResponseHead;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TransportException;
import dev.qlite.transport.TransportException.Kind;
import dev.qlite.transport.TransportRequest;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What the cases of {@link TransportContract} are told with: an upstream, a transport, and pulls with a limit. */
abstract class TransportFixture {
    /** Within this a thing must have happened; only a failing test waits so long. */
    static final Duration SOON = Duration.ofSeconds(20);

    /** A wait that is meant to run out. */
    static final Duration A_MOMENT = Duration.ofMillis(30);

    final FakeUpstream upstream;
    final @Nullable SSLContext tls;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    TransportFixture(@Nullable SSLContext tls) {
        this.tls = tls;
        upstream = closedLater(FakeUpstream.start(tls));
    }

    /**
     * A new transport; the suite closes it.
     *
     * @param connectTimeout bounds connecting, and waiting for a connection
     * @param maxConnections how many may be in use at once
     */
    protected abstract Transport transport(Duration connectTimeout, int maxConnections);

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    final <T extends AutoCloseable> T closedLater(T resource) {
        opened.push(resource);
        return resource;
    }

    Transport transport() {
        return transport(1);
    }

    Transport transport(int maxConnections) {
        return closedLater(transport(SOON, maxConnections));
    }

    /** A call of the upstream, of which there can be no second until it is closed. */
    Exchange post() {
        return post(transport());
    }

    Exchange post(Transport transport) {
        return post(transport, upstream.uri("/v1/chat/completions"));
    }

    Exchange post(Transport transport, URI uri) {
        return closedLater(transport.open(TransportRequest.post(uri, Headers.empty(), new byte[] {'{', '}'})));
    }

    /** A call whose upstream says an event, which has been read, and then nothing. */
    Exchange stalledWithinTheBody(Transport transport) {
        upstream.enqueue(Answer.sse().event("1").stall());
        Exchange exchange = post(transport);
        head(exchange);
        body(exchange, 9);
        return exchange;
    }

    static long in(Duration wait) {
        return System.nanoTime() + wait.toNanos();
    }

    static ResponseHead head(Exchange exchange) {
        ResponseHead head = exchange.head(in(SOON));
        if (head == null) {
            throw new AssertionError("head: none (expected: within " + SOON + ")");
        }
        return head;
    }

    /** Pulls the head until the upstream has come to that gate, and once more: null if the head is not there then. */
    static @Nullable ResponseHead headUpTo(Gate gate, Exchange exchange) {
        long end = in(SOON);
        while (!gate.reached()) {
            assertThat(end - System.nanoTime()).as(gate + ": not reached").isPositive();
            exchange.head(in(A_MOMENT));
        }
        return exchange.head(in(A_MOMENT));
    }

    /** The body up to its good end. */
    static String body(Exchange exchange) {
        return body(exchange, Integer.MAX_VALUE);
    }

    /** The body up to its good end, or that many bytes of it. */
    static String body(Exchange exchange, int atMost) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(atMost, 1024));
        while (body.size() < atMost) {
            buffer.clear().limit(Math.min(buffer.capacity(), atMost - body.size()));
            int read = exchange.read(buffer, in(SOON));
            if (read < 0) {
                break;
            }
            assertThat(read).as("bytes, within " + SOON).isPositive();
            body.write(buffer.array(), 0, buffer.position());
        }
        return body.toString(UTF_8);
    }

    static int readNothing(Exchange exchange, Duration wait) {
        return exchange.read(ByteBuffer.allocate(16), in(wait));
    }

    static TransportException assertFails(Kind kind, ThrowingCallable pull) {
        TransportException failure = catchThrowableOfType(TransportException.class, pull);
        assertThat(failure).as("failure").isNotNull();
        assertThat(failure.kind()).as(failure.toString()).isEqualTo(kind);
        return failure;
    }

    /** Runs a pull on a thread of its own, and says which. */
    static Pull pull(ThrowingCallable call) {
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                call.call();
                outcome.complete(Thread.currentThread().isInterrupted());
            } catch (Throwable e) {
                outcome.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return new Pull(thread, outcome);
    }

    /** A thread that pulls, and whether it was interrupted when it was done. */
    record Pull(Thread thread, CompletableFuture<Boolean> outcome) {
        boolean interruptedAtTheEnd() {
            try {
                return outcome.get(SOON.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("pull: still waits (expected: done within " + SOON + ")", e);
            } catch (InterruptedException e) {
                throw Waits.interrupted("pull: still waits", e);
            }
        }

        void awaitEnd() {
            assertThat(interruptedAtTheEnd()).as("interrupted").isFalse();
        }
    }
}

package dev.qlite.transport.jdk;

import dev.qlite.transport.BodyLength;
import dev.qlite.transport.Exchange;
import dev.qlite.transport.Headers;
import dev.qlite.transport.ResponseHead;
import dev.qlite.transport.Slots;
import dev.qlite.transport.TransportException;
import dev.qlite.transport.TransportException.Kind;
import dev.qlite.transport.TransportRequest;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of {@link JdkTransport}: turns what the client pushes into what a caller pulls.
 *
 * <p>Everything that happens (a place in the pool, the head, a failure, the close) changes a field under the lock and
 * wakes the one thread that may wait for it; the body is a {@link JdkBody}'s. The client is only called without the lock.
 */
final class JdkExchange implements Exchange {
    private final JdkTransport transport;
    private final TransportRequest request;
    private final String peer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Slots.@Nullable Ticket ticket;
    private long patience;
    private boolean sent;
    private @Nullable CompletableFuture<?> sending;
    private HttpClient.@Nullable Version version;
    private @Nullable ResponseHead head;
    private @Nullable JdkBody body; // from when there is a head
    private boolean closed;
    private @Nullable TransportException failure;

    JdkExchange(JdkTransport transport, TransportRequest request) {
        this.transport = transport;
        this.request = request;
        this.peer = request.peer();
    }

    @Override
    public @Nullable ResponseHead head(long until) {
        try {
            if (!awaitPlace(until)) {
                return null;
            }
            sendOnce();
            lock.lock();
            try {
                await(until, () -> head != null);
                if (closed || head == null) {
                    throwIfOver();
                }
                return head;
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    @Override
    public int read(ByteBuffer into, long until) {
        if (!into.hasRemaining()) {
            throw new IllegalArgumentException("into: has no room (expected: at least a byte)");
        }
        JdkBody body = requireBody();
        try {
            return body.read(into, until);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    @Override
    public boolean framed() {
        lock.lock();
        try {
            ResponseHead head = this.head;
            if (head == null) {
                throw headMissing();
            }
            return version == HttpClient.Version.HTTP_2
                    || head.status() == 204
                    || head.status() == 304
                    || head.headers().contains("Content-Length")
                    || head.headers().contains("Transfer-Encoding");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        CompletableFuture<?> given;
        JdkBody begun;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            given = sending;
            begun = body;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean whole = begun != null && begun.close(closedByCaller());
        if (given != null && !whole) {
            given.cancel(true);
        }
        letGo();
    }

    /** Whether there is a place in the pool before {@code until}. */
    private boolean awaitPlace(long until) throws InterruptedException {
        lock.lock();
        try {
            if (sent) {
                return true;
            }
            throwIfOver();
            if (ticket == null) {
                ticket = transport.slots().ask(this::wake);
                patience = System.nanoTime() + transport.connectTimeout().toNanos();
            }
            Slots.Ticket place = ticket;
            await(patience - until < 0 ? patience : until, place::granted);
            throwIfOver();
            if (!place.granted() && patience - System.nanoTime() <= 0) {
                failure = new TransportException(
                        Kind.EXHAUSTED,
                        peer + ": no connection came free in "
                                + transport.connectTimeout().toMillis() + " ms");
                place.giveBack();
                throw failure;
            }
            return place.granted();
        } finally {
            lock.unlock();
        }
    }

    private void sendOnce() {
        if (sent) {
            return;
        }
        HttpClient client = transport.begin(this);
        if (client == null) {
            close();
            return;
        }
        HttpRequest.Builder message = HttpRequest.newBuilder(request.uri())
                .version(version())
                .method(
                        request.method(),
                        request.body().length == 0
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(message::header);
        CompletableFuture<?> sending = client.sendAsync(message.build(), this::arrived);
        boolean tooLate;
        lock.lock();
        try {
            sent = true;
            this.sending = sending;
            tooLate = closed;
        } finally {
            lock.unlock();
        }
        CompletableFuture<?> told = sending.whenComplete((answer, thrown) -> {
            if (thrown != null) {
                failed(thrown);
            } else if (!hasHead()) {
                failed(JdkFailures.loginWanted());
            }
        });
        if (tooLate && !told.isDone()) {
            sending.cancel(true);
        }
    }

    /** In the clear HTTP/2 would cost an attempt to upgrade with each new connection. */
    private HttpClient.Version version() {
        return request.secure() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1;
    }

    /** Called by the client with the head. */
    private BodySubscriber<Boolean> arrived(ResponseInfo info) {
        Headers.Builder headers = Headers.builder();
        info.headers().map().forEach((name, values) -> {
            if (!name.startsWith(":")) {
                values.forEach(value -> headers.add(name, value));
            }
        });
        ResponseHead whole = new ResponseHead(info.statusCode(), headers.build());
        refuseDoubt(whole);
        JdkBody begun = new JdkBody(this::over);
        boolean tooLate;
        lock.lock();
        try {
            version = info.version();
            head = whole;
            body = begun;
            tooLate = closed;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (tooLate) {
            begun.close(closedByCaller());
        }
        return begun;
    }

    /** The client takes the first of two lengths, and what is not chunked for chunked. */
    private void refuseDoubt(ResponseHead head) {
        try {
            BodyLength.of(request.method(), head);
        } catch (ProtocolException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean hasHead() {
        lock.lock();
        try {
            return head != null;
        } finally {
            lock.unlock();
        }
    }

    /** The body has come to its end; null: to a good one. */
    private void over(@Nullable Throwable thrown) {
        if (thrown == null) {
            letGo();
        } else {
            failed(thrown);
        }
    }

    private void failed(Throwable thrown) {
        JdkBody begun;
        TransportException why;
        lock.lock();
        try {
            begun = body;
            why = JdkFailures.of(peer, transport.connectTimeout(), begun != null, thrown);
            if (begun == null && failure == null) {
                failure = why;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (begun != null) {
            begun.fail(why);
        }
        letGo();
    }

    /** Gives back the place in the pool; idempotent. */
    private void letGo() {
        Slots.Ticket place;
        lock.lock();
        try {
            place = ticket;
        } finally {
            lock.unlock();
        }
        if (place != null) {
            place.giveBack();
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

    /** Waits for what the caller wants, the close, a failure, or {@code until}; the lock is held. */
    private void await(long until, BooleanSupplier wanted) throws InterruptedException {
        while (!closed && failure == null && !wanted.getAsBoolean()) {
            long nanos = until - System.nanoTime();
            if (nanos <= 0) {
                return;
            }
            changed.awaitNanos(nanos);
        }
    }

    private TransportException closedByCaller() {
        return new TransportException(Kind.CLOSED, peer + ": the exchange was closed");
    }

    private void throwIfOver() {
        if (closed) {
            throw closedByCaller();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Closes this; the lock must not be held, for the client holds its own when it calls back. */
    private TransportException interrupted() {
        assert !lock.isHeldByCurrentThread();
        Thread.currentThread().interrupt();
        close();
        return new TransportException(Kind.CLOSED, peer + ": the thread was interrupted");
    }

    private JdkBody requireBody() {
        lock.lock();
        try {
            if (body == null) {
                throw headMissing();
            }
            return body;
        } finally {
            lock.unlock();
        }
    }

    private static IllegalStateException headMissing() {
        return new IllegalStateException("head: not there yet (expected: read and framed come after it)");
    }
}

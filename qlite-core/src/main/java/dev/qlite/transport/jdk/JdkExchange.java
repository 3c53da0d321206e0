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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of {@link JdkTransport}: turns what the client pushes into what a caller pulls.
 *
 * <p>Everything that happens (a place in the pool, the head, bytes, the end, a failure, the close) changes a field under
 * the lock and wakes the one thread that may wait for it. The client is only called without the lock. It is asked for
 * more bytes while fewer than {@link #WINDOW} are at hand: that is the back-pressure.
 */
final class JdkExchange implements Exchange {
    private static final int WINDOW = 64 * 1024;

    private final JdkTransport transport;
    private final TransportRequest request;
    private final String peer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<ByteBuffer> atHand = new ArrayDeque<>();
    private int bytesAtHand;
    private boolean asked;
    private Slots.@Nullable Ticket ticket;
    private long patience;
    private boolean sent;
    private @Nullable CompletableFuture<?> sending;
    private @Nullable Subscription body;
    private HttpClient.@Nullable Version version;
    private @Nullable ResponseHead head;
    private boolean ended;
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
        try {
            boolean ask;
            int moved;
            lock.lock();
            try {
                requireHead();
                await(until, () -> bytesAtHand > 0 || ended);
                if (closed || bytesAtHand == 0) {
                    throwIfOver();
                }
                if (bytesAtHand == 0) {
                    return ended ? -1 : 0;
                }
                moved = move(into);
                ask = wantsMore();
            } finally {
                lock.unlock();
            }
            if (ask) {
                ask();
            }
            return moved;
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    @Override
    public boolean framed() {
        lock.lock();
        try {
            ResponseHead head = requireHead();
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
        Subscription cancelled;
        CompletableFuture<?> given;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            cancelled = ended ? null : body;
            given = ended ? null : sending;
            atHand.clear();
            bytesAtHand = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (cancelled != null) {
            cancelled.cancel();
        }
        if (given != null) {
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
        lock.lock();
        try {
            version = info.version();
            head = whole;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return new Body();
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

    private void failed(Throwable thrown) {
        lock.lock();
        try {
            if (failure == null && !ended && !closed) {
                failure = JdkFailures.of(peer, transport.connectTimeout(), head != null, thrown);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
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

    private void throwIfOver() {
        if (closed) {
            throw new TransportException(Kind.CLOSED, peer + ": the exchange was closed");
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

    private ResponseHead requireHead() {
        if (head == null) {
            throw new IllegalStateException("head: not there yet (expected: read and framed come after it)");
        }
        return head;
    }

    private int move(ByteBuffer into) {
        int before = into.remaining();
        for (ByteBuffer next = atHand.peek(); next != null && into.hasRemaining(); next = atHand.peek()) {
            int length = Math.min(next.remaining(), into.remaining());
            into.put(next.slice().limit(length));
            next.position(next.position() + length);
            if (!next.hasRemaining()) {
                atHand.remove();
            }
        }
        int moved = before - into.remaining();
        bytesAtHand -= moved;
        return moved;
    }

    /** Whether the client is to be asked for more; the lock is held. */
    private boolean wantsMore() {
        if (asked || ended || closed || failure != null || bytesAtHand >= WINDOW) {
            return false;
        }
        asked = true;
        return true;
    }

    private void ask() {
        Subscription body = this.body;
        if (body != null) {
            body.request(1);
        }
    }

    /** What the client pushes the body into. Its future ends with the body, so that cancelling works until then. */
    private final class Body implements BodySubscriber<Boolean> {
        private final CompletableFuture<Boolean> end = new CompletableFuture<>();

        @Override
        public CompletionStage<Boolean> getBody() {
            return end;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            boolean ask;
            boolean tooLate;
            lock.lock();
            try {
                body = subscription;
                tooLate = closed;
                ask = wantsMore();
            } finally {
                lock.unlock();
            }
            if (tooLate) {
                subscription.cancel();
            } else if (ask) {
                subscription.request(1);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> item) {
            boolean ask;
            lock.lock();
            try {
                asked = false;
                if (!closed) {
                    for (ByteBuffer bytes : item) {
                        atHand.add(bytes);
                        bytesAtHand += bytes.remaining();
                    }
                }
                ask = wantsMore();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            if (ask) {
                ask();
            }
        }

        @Override
        public void onComplete() {
            lock.lock();
            try {
                ended = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            end.complete(true);
            letGo();
        }

        @Override
        public void onError(Throwable thrown) {
            failed(thrown);
            end.completeExceptionally(thrown);
        }
    }
}

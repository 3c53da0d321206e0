package dev.qlite.provider;

import dev.qlite.chat.CallCancelledException;
import dev.qlite.chat.QliteException;
import dev.qlite.chat.UpstreamTimeoutException;
import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.pipeline.Lifetime;
import dev.qlite.transport.Exchange;
import dev.qlite.transport.ResponseHead;
import dev.qlite.transport.TransportException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * One exchange under the provider's time-outs and the caller's lifetime: a wait that ends too late, or is cancelled,
 * closes it and throws what a client should see. {@link #close} is for any thread; the rest for one at a time.
 */
final class UpstreamExchange implements AutoCloseable {
    private static final Duration AGES = Duration.ofDays(365); // a wait that another ends sets no timer

    private final String provider;
    private final Exchange exchange;
    private final Timeouts timeouts;
    private final Lifetime lifetime;
    private final Deadlines deadlines;
    private final long begun = System.nanoTime();
    private final Lifetime.Registration cancelHook;
    private @Nullable Gunzip gunzip;
    private Phase phase;
    private long silence; // nanoseconds waited since the last byte

    /** Which time-out runs beside {@code total}. */
    private enum Phase {
        PLAIN,
        BEFORE_FIRST_EVENT,
        BETWEEN_EVENTS
    }

    UpstreamExchange(
            String provider,
            Exchange exchange,
            Timeouts timeouts,
            Lifetime lifetime,
            Deadlines deadlines,
            boolean streamed) {
        this.provider = provider;
        this.exchange = exchange;
        this.timeouts = timeouts;
        this.lifetime = lifetime;
        this.deadlines = deadlines;
        this.phase = streamed ? Phase.BEFORE_FIRST_EVENT : Phase.PLAIN;
        this.cancelHook = lifetime.onCancel(exchange::close);
    }

    /**
     * Waits for the head.
     *
     * @throws QliteException if it does not come
     */
    ResponseHead head() {
        checkLimits();
        Deadlines.Deadline limit = deadlines.at(limit(), exchange::close);
        ResponseHead head = null;
        try {
            while (head == null) {
                head = exchange.head(System.nanoTime() + AGES.toNanos());
            }
        } catch (TransportException e) {
            throw failed(e);
        } finally {
            limit.cancel();
        }
        decode(head.headers().first("content-encoding"));
        return head;
    }

    /** Nobody asked for an encoding, but some servers have their own mind. */
    private void decode(@Nullable String encoding) {
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return;
        }
        if (!encoding.equalsIgnoreCase("gzip") && !encoding.equalsIgnoreCase("x-gzip")) {
            close();
            throw UpstreamUnavailableException.of(provider, "answered in an encoding that nobody asked for", null);
        }
        gunzip = new Gunzip();
    }

    /**
     * Reads bytes of the body, inflated if it is in gzip.
     *
     * @return how many, 0 if none came before {@code until}, -1 at the end
     * @throws QliteException if the body breaks off, or takes too long
     */
    int read(ByteBuffer into, long until) {
        return gunzip == null ? readRaw(into, until) : readInflated(gunzip, into, until);
    }

    private int readInflated(Gunzip gunzip, ByteBuffer into, long until) {
        while (true) {
            try {
                int inflated = gunzip.inflate(into);
                if (inflated > 0) {
                    return inflated;
                }
            } catch (DataFormatException e) {
                close();
                throw UpstreamUnavailableException.of(
                        provider, "answered in a gzip that is none: " + e.getMessage(), e);
            }
            int count = readRaw(gunzip.room(), until);
            gunzip.filled();
            if (count < 0 && !gunzip.ended()) {
                close();
                throw UpstreamUnavailableException.of(provider, "its answer ended within its gzip", null);
            }
            if (count <= 0) {
                return count;
            }
        }
    }

    private int readRaw(ByteBuffer into, long until) {
        while (true) {
            long before = System.nanoTime();
            int count;
            try {
                count = exchange.read(into, earlier(until, limit()));
            } catch (TransportException e) {
                throw failed(e);
            }
            long now = System.nanoTime();
            silence = count == 0 ? silence + now - before : 0;
            if (count >= 0) {
                checkLimits(); // also while bytes come: some streams have no end
            }
            if (count != 0 || until - now <= 0) {
                return count;
            }
        }
    }

    /** Whether the body is read in the form in which it came, and not inflated. */
    boolean isAsItCame() {
        return gunzip == null;
    }

    boolean framed() {
        return exchange.framed();
    }

    /** The first event is here: from now on silences count. */
    void firstEvent() {
        if (phase == Phase.BEFORE_FIRST_EVENT) {
            phase = Phase.BETWEEN_EVENTS;
        }
    }

    @Override
    public void close() {
        cancelHook.close();
        exchange.close();
    }

    /** When the next time-out is due. */
    private long limit() {
        long limit = earlier(begun + timeouts.total().toNanos(), lifetime.until());
        return switch (phase) {
            case PLAIN -> limit;
            case BEFORE_FIRST_EVENT ->
                earlier(limit, begun + timeouts.firstByte().toNanos());
            case BETWEEN_EVENTS ->
                earlier(limit, System.nanoTime() + timeouts.betweenEvents().toNanos() - silence);
        };
    }

    private void checkLimits() {
        QliteException late = late();
        if (late != null) {
            close();
            throw late;
        }
    }

    /** The time-out that has come, or null. */
    private @Nullable QliteException late() {
        long now = System.nanoTime();
        if (lifetime.until() - now <= 0) {
            return CallCancelledException.outOfTime();
        }
        if (now - begun >= timeouts.total().toNanos()) {
            return timeout("total", timeouts.total());
        }
        if (phase == Phase.BEFORE_FIRST_EVENT
                && now - begun >= timeouts.firstByte().toNanos()) {
            return timeout("first_byte", timeouts.firstByte());
        }
        if (phase == Phase.BETWEEN_EVENTS && silence >= timeouts.betweenEvents().toNanos()) {
            return timeout("between_events", timeouts.betweenEvents());
        }
        return null;
    }

    private UpstreamTimeoutException timeout(String name, Duration limit) {
        return new UpstreamTimeoutException(provider, name, limit);
    }

    private QliteException failed(TransportException e) {
        close();
        String what = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case CLOSED -> Objects.requireNonNullElseGet(late(), CallCancelledException::cancelled);
            case EXHAUSTED ->
                UpstreamUnavailableException.busy(
                        provider, what + " (connect: " + timeouts.connect().toMillis() + " ms)", e);
            case CONNECT, BROKEN, PROTOCOL -> UpstreamUnavailableException.of(provider, what, e);
        };
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }
}

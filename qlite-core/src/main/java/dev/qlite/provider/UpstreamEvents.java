package dev.qlite.provider;

import dev.qlite.chat.ApiError;
import dev.qlite.chat.QliteException;
import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.chat.Usage;
import dev.qlite.json.JsonException;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.sse.SseException;
import dev.qlite.sse.SseReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A streamed answer as it comes from an upstream: bytes to events, events to chunks, with a terminal event required.
 *
 * <p>An error chunk, an event that is none, and an end without the terminal event are failures, whatever follows them.
 */
final class UpstreamEvents implements Reply.Events {
    private static final int BUFFER = 4 << 10;
    private static final Duration PATIENCE_AFTER_END = Duration.ofMillis(20);

    private final Call call;
    private final Head head;
    private final String provider;
    private final UpstreamExchange exchange;
    private final StreamDecoder decoder;
    private final SseReader reader;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
    private final Queue<Event> decoded = new ArrayDeque<>(); // chunks that are ready for next()
    private final Consumer<Event> out = this::deliver;
    private volatile @Nullable Usage usage;
    private boolean answered; // there was an event
    private boolean bodyEnded;
    private volatile boolean ended;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable QliteException failure;

    UpstreamEvents(Call call, Head head, UpstreamExchange exchange, StreamDecoder decoder, int maxEvent) {
        this.call = call;
        this.head = head;
        this.provider = head.route().provider().name();
        this.exchange = exchange;
        this.decoder = decoder;
        this.reader = new SseReader(maxEvent);
    }

    /**
     * Waits for the first event with content; until then a failure can still be an HTTP status.
     *
     * @throws QliteException if the stream fails before
     */
    void awaitContent(Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        Queue<Event> opening = new ArrayDeque<>();
        Event event = next(until);
        while (event != null && event != Event.NOT_YET) {
            opening.add(event);
            if (event.chunk().hasContent()) {
                break;
            }
            event = next(until);
        }
        opening.addAll(decoded);
        decoded.clear();
        decoded.addAll(opening);
    }

    @Override
    public Head head() {
        return head;
    }

    @Override
    public @Nullable Event next(long until) {
        try {
            while (true) {
                Event event = decoded.poll();
                if (event != null || ended) {
                    return event;
                }
                QliteException broken = failure;
                if (broken != null) {
                    throw broken;
                }
                byte[] data = reader.read(buffer);
                if (data != null) {
                    take(data);
                } else if (!fill(until)) {
                    return Event.NOT_YET;
                }
            }
        } catch (SseException | JsonException e) {
            throw fail(UpstreamUnavailableException.of(provider, "its stream holds garbage: " + e.getMessage(), e));
        } catch (QliteException e) {
            throw fail(e);
        }
    }

    @Override
    public Receipt receipt() {
        if (!ended && !closed.get() && failure == null) {
            throw new IllegalStateException("no receipt before the end of the reply");
        }
        return Receipt.of(call).withAttempts(1).withUsage(usage);
    }

    /** After a good end the connection is kept, if the upstream ends its body as soon as it has ended its events. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (ended && !bodyEnded) {
            skipToEnd();
        }
        exchange.close();
    }

    private void take(byte[] data) {
        exchange.firstEvent();
        decoder.decode(data, out);
        if (decoder.ended()) {
            endWell();
        }
    }

    private void deliver(Event event) {
        if (!event.isMoreText()) {
            look(event);
        }
        decoded.add(event);
        answered = true;
    }

    private void look(Event event) {
        if (!event.chunk().json().isObject()) {
            throw UpstreamUnavailableException.of(provider, "its stream holds an event that is no object", null);
        }
        ApiError error = event.chunk().error();
        if (error != null) {
            throw UpstreamErrors.ofDocument(head.route().provider(), error);
        }
        Usage told = event.chunk().usage();
        if (told != null) {
            usage = told;
        }
    }

    /** Reads on; false if nothing came in time. */
    private boolean fill(long until) {
        buffer.clear();
        int count = exchange.read(buffer, until);
        buffer.flip();
        if (count < 0) {
            bodyEnded = true;
            end();
        }
        return count != 0;
    }

    private void end() {
        byte[] rest = reader.end();
        if (rest != null && rest.length > 0) {
            take(rest);
        }
        if (!decoder.ended()) {
            if (!exchange.framed() || !decoder.mayEnd()) {
                throw UpstreamUnavailableException.of(provider, "its stream ended before the answer did", null);
            }
            decoder.end(out);
        }
        endWell();
    }

    private void endWell() {
        if (!answered) {
            throw UpstreamUnavailableException.of(provider, "its stream ended without an answer", null);
        }
        ended = true;
    }

    private void skipToEnd() {
        long until = System.nanoTime() + PATIENCE_AFTER_END.toNanos();
        try {
            int count;
            do {
                buffer.clear();
                count = exchange.read(buffer, until);
            } while (count > 0 && until - System.nanoTime() > 0);
        } catch (QliteException e) {
            bodyEnded = true; // the answer is whole; only its connection is lost
        }
    }

    private QliteException fail(QliteException e) {
        if (failure == null) {
            failure = e;
            decoded.clear();
            exchange.close();
        }
        return e;
    }
}

package dev.qlite.pipeline;

import dev.qlite.chat.UpstreamErrorException;
import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.json.JsonException;
import org.jspecify.annotations.Nullable;

/**
 * Gives each client what it asked for, whatever the answer came as: one document or events, with the usage chunk or
 * without. Thread-safe.
 *
 * <p>What came as it was asked for passes as it is, byte for byte.
 */
public final class Render implements Stage {
    private final long maxDocument;

    /** @param maxDocument the most bytes of events that are folded into one document */
    public Render(long maxDocument) {
        this.maxDocument = maxDocument;
    }

    @Override
    public Reply handle(Call call, Chain next) {
        Reply reply = next.proceed(call);
        if (!call.operation().equals(Operation.CHAT)) {
            return reply;
        }
        if (reply instanceof Reply.Document document) {
            return call.stream() ? document.toEvents(call.includeUsage()) : document;
        }
        if (reply instanceof Reply.Events events) {
            if (!call.stream()) {
                return fold(events, call);
            }
            return call.includeUsage() ? events : new WithoutUsageChunk(events);
        }
        return reply;
    }

    private Reply.Document fold(Reply.Events events, Call call) {
        Lifetime lifetime = call.lifetime();
        Lifetime.Registration cancelHook = lifetime.onCancel(events::close);
        try (events) {
            Fold fold = new Fold();
            long bytes = 0;
            for (Event event = events.next(lifetime.until()); event != null; event = events.next(lifetime.until())) {
                if (event == Event.NOT_YET) {
                    lifetime.check();
                    continue;
                }
                bytes += event.data().length;
                if (bytes > maxDocument) {
                    throw UpstreamErrorException.answerTooLarge(
                            events.head().route().provider().name(), maxDocument);
                }
                fold.add(event);
            }
            Head head = events.head().withUsage(events.receipt().usage());
            return Reply.Document.of(head, fold.toDocument(), events.receipt());
        } catch (JsonException e) {
            String provider = events.head().route().provider().name();
            String message = "its stream holds garbage: " + e.getMessage();
            throw CallFailedException.of(UpstreamUnavailableException.of(provider, message, e), events.receipt());
        } catch (RuntimeException e) {
            throw CallFailedException.of(e, events.receipt());
        } finally {
            cancelHook.close();
        }
    }

    /** A client that did not ask for the usage must not see a chunk without choices. */
    private static final class WithoutUsageChunk extends ForwardingEvents {
        WithoutUsageChunk(Reply.Events inner) {
            super(inner);
        }

        @Override
        public @Nullable Event next(long until) {
            Event event = super.next(until);
            while (event != null && event != Event.NOT_YET && event.isUsageOnly()) {
                event = super.next(until);
            }
            return event;
        }
    }
}

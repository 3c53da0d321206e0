package dev.qlite.testing.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a reply's events came to.
 *
 * @param data the data of each event
 * @param failure how it broke off; null at a good end
 */
record Pulled(List<String> data, CallFailedException failure) {
    /** Takes all there is, and closes the reply. */
    static Pulled all(Reply reply) {
        List<String> data = new ArrayList<>();
        try (Reply.Events events = (Reply.Events) reply) {
            for (Event event = next(events); event != null; event = next(events)) {
                data.add(text(event));
            }
            return new Pulled(data, null);
        } catch (CallFailedException e) {
            return new Pulled(data, e);
        }
    }

    /** The next event; null at a good end. */
    static Event next(Reply.Events events) {
        Event event = events.next(in(GatewayFixture.SOON));
        if (event == Event.NOT_YET) {
            throw new AssertionError("event: none (expected: within " + GatewayFixture.SOON + ")");
        }
        return event;
    }

    /** The data of the next event. */
    static String nextText(Reply.Events events) {
        return text(next(events));
    }

    static long in(Duration wait) {
        return System.nanoTime() + wait.toNanos();
    }

    private static String text(Event event) {
        return new String(event.data(), UTF_8);
    }
}

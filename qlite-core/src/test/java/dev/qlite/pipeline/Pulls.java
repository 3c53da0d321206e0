package dev.qlite.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pulls streamed answers to their end. */
public final class Pulls {
    private Pulls() {}

    /** Every event, pauses left out. */
    public static List<Event> all(Reply.Events events) {
        List<Event> all = new ArrayList<>();
        for (Event event = next(events); event != null; event = next(events)) {
            if (event != Event.NOT_YET) {
                all.add(event);
            }
        }
        return all;
    }

    /** Every event's JSON; each must parse alone. */
    public static List<Json> chunks(Reply.Events events) {
        return all(events).stream().map(event -> Json.parse(event.data())).toList();
    }

    public static List<String> texts(Reply.Events events) {
        return all(events).stream()
                .map(event -> new String(event.data(), UTF_8))
                .toList();
    }

    /** The next event, which is waited for. */
    public static @Nullable Event soon(Reply.Events events) {
        return events.next(Awaits.soon());
    }

    public static @Nullable Event next(Reply.Events events) {
        return events.next(System.nanoTime());
    }
}

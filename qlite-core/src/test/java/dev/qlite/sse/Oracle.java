package dev.qlite.sse;

import dev.qlite.sse.Streams.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** WHATWG HTML §9.2 word by word, on a whole stream: slow and obvious. */
final class Oracle {
    final List<Event> events = new ArrayList<>();
    /** What the stream ended in the middle of. */
    final @Nullable Event unfinished;

    private String data = "";
    private String type = "";

    Oracle(byte[] bytes) {
        String stream = Streams.latin1(bytes);
        if (stream.startsWith("\u00EF\u00BB\u00BF")) {
            stream = stream.substring(3);
        }
        String[] lines = stream.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1);
        for (int i = 0; i < lines.length - 1; i++) {
            if (lines[i].isEmpty()) {
                Event event = dispatch();
                if (event != null) {
                    events.add(event);
                }
            } else {
                field(lines[i]);
            }
        }
        field(lines[lines.length - 1]);
        unfinished = dispatch();
    }

    private void field(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        if (value.startsWith(" ")) {
            value = value.substring(1);
        }
        if (name.equals("data")) {
            data += value + "\n";
        } else if (name.equals("event")) {
            type = value;
        }
    }

    private @Nullable Event dispatch() {
        String name = type.isEmpty() ? "message" : utf8(type);
        Event event = data.isEmpty() ? null : new Event(name, data.substring(0, data.length() - 1));
        data = "";
        type = "";
        return event;
    }

    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}

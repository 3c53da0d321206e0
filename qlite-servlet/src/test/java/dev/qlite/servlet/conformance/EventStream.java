package dev.qlite.servlet.conformance;

import java.util.ArrayList;
import java.util.List;

/** Reads a body of Server-Sent Events whose lines end in LF or CRLF. */
final class EventStream {
    static final String DONE = "[DONE]";

    private EventStream() {}

    /** The data of each event, in order; comments and names are left out. */
    static List<String> data(String body) {
        List<String> events = new ArrayList<>();
        StringBuilder data = new StringBuilder();
        for (String line : (body + "\n\n").split("\r?\n", -1)) {
            if (line.startsWith("data:")) {
                data.append(line.startsWith("data: ") ? line.substring(6) : line.substring(5));
            } else if (line.isEmpty() && data.length() > 0) {
                events.add(data.toString());
                data.setLength(0);
            }
        }
        return events;
    }
}

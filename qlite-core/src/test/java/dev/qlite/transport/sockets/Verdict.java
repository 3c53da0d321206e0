package dev.qlite.transport.sockets;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader makes of an answer, all of whose bytes it has seen, and the close of the connection.
 *
 * @param refused why it is none; null if it may be one
 * @param whole whether it is there to its end
 * @param status 0 before there is one
 * @param fields names and values, in lower case
 * @param body what of it is certain
 * @param unread how many bytes were left after the end
 */
record Verdict(@Nullable String refused, boolean whole, int status, List<String> fields, String body, int unread) {

    static Verdict refused(String why) {
        return new Verdict(why, false, 0, List.of(), "", 0);
    }

    static Verdict partial() {
        return new Verdict(null, false, 0, List.of(), "", 0);
    }
}

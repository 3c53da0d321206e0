package dev.qlite.provider;

import dev.qlite.pipeline.Head;
import dev.qlite.transport.Headers;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which of an upstream's headers a client sees, and what qlite adds to them. */
final class AnswerHeaders {
    /** The most characters of a list of fields. */
    private static final int LONGEST = 1_000;

    private AnswerHeaders() {}

    /** Those that tell of limits and tries, and the upstream's own name for the request; by lower-case name. */
    static Map<String, String> of(Headers upstream) {
        Map<String, String> passed = new HashMap<>();
        upstream.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-ratelimit-") || lower.equals("x-should-retry")) {
                passed.put(lower, value);
            } else if (lower.equals("x-request-id") || lower.equals("request-id")) {
                passed.put("x-upstream-request-id", value);
            }
        });
        return passed;
    }

    /** The same, and the request's fields that the provider did not get. */
    static Map<String, String> of(Headers upstream, List<String> dropped) {
        Map<String, String> headers = of(upstream);
        if (!dropped.isEmpty()) {
            headers.put(Head.DROPPED, shown(dropped));
        }
        return headers;
    }

    /** The names are a client's own: nothing of them may end a header, or make it endless. */
    private static String shown(List<String> dropped) {
        StringBuilder list = new StringBuilder();
        for (String field : dropped) {
            if (list.length() + field.length() > LONGEST) {
                return list.append(list.isEmpty() ? "*" : ", *").toString(); // and more
            }
            list.append(list.isEmpty() ? "" : ", ");
            field.chars().forEach(c -> list.append(c > ' ' && c < 0x7F && c != ',' ? (char) c : '?'));
        }
        return list.toString();
    }
}

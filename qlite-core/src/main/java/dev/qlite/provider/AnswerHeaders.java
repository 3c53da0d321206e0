package dev.qlite.provider;

import dev.qlite.pipeline.Head;
import dev.qlite.transport.Headers;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which of an upstream's headers a client sees, and what qlite adds to them. */
final class AnswerHeaders {
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
            headers.put(Head.DROPPED, String.join(", ", dropped));
        }
        return headers;
    }
}

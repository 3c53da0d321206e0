package dev.qlite.benchmarks.load;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client of one subject must know.
 *
 * @param secure the way to the upstream's TLS port; {@code null} where there is none
 * @param caches whether a repeated request is answered without the upstream
 */
record Client(Target plain, @Nullable Target secure, boolean caches) {
    /** Reads the lines {@code name=value} that a subject prints for {@code client}. */
    static Client parse(String lines, int port) {
        Map<String, String> values = new HashMap<>();
        List<String> headers = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            int equals = line.indexOf('=');
            String name = line.substring(0, Math.max(equals, 0));
            String value = line.substring(equals + 1);
            switch (name) {
                case "header" -> headers.add(value);
                case "path", "model", "caches", "tls-path", "tls-model" -> values.put(name, value);
                default -> throw new BenchmarkException("a subject's client has no such line: " + line);
            }
        }
        Target plain = target(values, "", port, headers);
        if (plain == null) {
            throw new BenchmarkException("a subject's client needs path and model");
        }
        return new Client(plain, target(values, "tls-", port, headers), "true".equals(values.get("caches")));
    }

    private static @Nullable Target target(Map<String, String> values, String prefix, int port, List<String> headers) {
        String path = values.get(prefix + "path");
        String model = values.get(prefix + "model");
        return path == null || model == null
                ? null
                : new Target(URI.create("http://127.0.0.1:" + port + path), model, List.copyOf(headers));
    }
}

package dev.qlite.cache;

import dev.qlite.json.Json;
import dev.qlite.json.JsonWriter;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Route;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the cache makes of a call, for whoever wonders why an answer was a MISS. Immutable.
 *
 * @param decision what is done with the call, and why
 * @param scope whose answers it may get: a caller's, or everybody's
 * @param namespace the namespaces of the cache and of the client; empty where there is none
 * @param fields what is in the key of the body, in the key's order
 * @param leftOut names of the body's fields that are not
 */
public record Explanation(
        CacheKey key,
        String decision,
        String scope,
        String namespace,
        Route route,
        List<KeyField> fields,
        List<String> leftOut) {
    /** The header that asks for it and tells it, in lower case. */
    public static final String HEADER = "x-qlite-explain";

    /** So much fits into a header that every server and client takes. */
    private static final int MOST_NAMES = 40;

    private static final int LONGEST_NAME = 40;
    private static final int HASH_SHOWN = 8;

    public Explanation {
        fields = List.copyOf(fields);
        leftOut = List.copyOf(leftOut);
    }

    static Explanation of(Call call, CacheKey key, String decision, String scope, String namespace) {
        Route route = Objects.requireNonNull(call.route(), "route");
        return new Explanation(
                key, decision, scope, namespace, route, KeyField.in(call.body()), CanonicalBody.leftOut(call.body()));
    }

    /** The first field of this that the other has not, or not so, or that only the other has; null if all are alike. */
    public @Nullable Difference difference(Explanation other) {
        for (int i = 0; i < Math.max(fields.size(), other.fields.size()); i++) {
            KeyField a = i < fields.size() ? fields.get(i) : null;
            KeyField b = i < other.fields.size() ? other.fields.get(i) : null;
            if (a == null || b == null || !a.path().equals(b.path())) {
                return missing(a, b, other);
            }
            if (!a.isLike(b)) {
                return new Difference(a.path(), a.text(), b.text());
            }
        }
        return null;
    }

    /** Of two fields at one place whose paths differ, one is there on one side only. */
    private Difference missing(@Nullable KeyField a, @Nullable KeyField b, Explanation other) {
        if (a != null && other.fields.stream().noneMatch(field -> field.path().equals(a.path()))) {
            return new Difference(a.path(), a.text(), null);
        }
        KeyField only = Objects.requireNonNull(b);
        return new Difference(only.path(), null, only.text());
    }

    /**
     * A field that two bodies have not alike.
     *
     * @param one its text in the first; null if it is not there
     * @param other its text in the second; null if it is not there
     */
    public record Difference(
            String path, @Nullable String one, @Nullable String other) {}

    /**
     * One line of ASCII for a header: fields by name with the beginning of a hash each, so that two can be compared.
     *
     * @param result what came of it
     */
    String header(CacheStatus result) {
        JsonWriter hashes = new JsonWriter().beginObject();
        KeyField.tops(fields).entrySet().stream()
                .limit(MOST_NAMES)
                .forEach(top ->
                        hashes.name(cut(top.getKey())).value(top.getValue().substring(0, HASH_SHOWN)));
        Json json = Json.object()
                .put("key", key.toString())
                .put("decision", decision)
                .put("result", result.parameters())
                .put("scope", scope)
                .put("namespace", namespace)
                .put("route", route.toString())
                .put("in", hashes.endObject().toJson())
                .put("out", Json.array(leftOut.stream().map(Json::of).toList()))
                .build();
        return ascii(json.toString());
    }

    private static String cut(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name;
    }

    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        json.chars().forEach(c -> {
            if (c < 0x7f) {
                ascii.append((char) c);
            } else {
                ascii.append(String.format("\\u%04x", c));
            }
        });
        return ascii.toString();
    }
}

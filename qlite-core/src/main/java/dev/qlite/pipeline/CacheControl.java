package dev.qlite.pipeline;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the client wants of the cache: the directives of a request's {@code Cache-Control} that qlite knows (RFC 9111).
 *
 * @param noCache ask the provider again, and store its answer
 * @param noStore neither look nor store
 */
public record CacheControl(boolean noCache, boolean noStore) {
    /** Nothing in particular. */
    public static final CacheControl DEFAULT = new CacheControl(false, false);

    /** Reads the header's value; null and unknown directives say nothing. */
    public static CacheControl parse(@Nullable String header) {
        if (header == null) {
            return DEFAULT;
        }
        boolean noCache = false;
        boolean noStore = false;
        int from = 0;
        while (from <= header.length()) {
            int comma = header.indexOf(',', from);
            int end = comma < 0 ? header.length() : comma;
            String directive = header.substring(from, end).strip().toLowerCase(Locale.ROOT);
            noCache |= directive.equals("no-cache");
            noStore |= directive.equals("no-store");
            from = end + 1;
        }
        return new CacheControl(noCache, noStore);
    }
}

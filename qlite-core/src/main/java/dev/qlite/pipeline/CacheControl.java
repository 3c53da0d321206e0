package dev.qlite.pipeline;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the client wants of the cache: the directives of a request's {@code Cache-Control} that qlite knows (RFC 9111, 5.2.1).
 *
 * @param noCache ask the provider again, and store its answer
 * @param noStore neither look nor store
 * @param onlyIfCached answer from the cache, or with a 504
 * @param maxAge the greatest age in seconds of an answer that is wanted; -1 for any
 */
public record CacheControl(boolean noCache, boolean noStore, boolean onlyIfCached, long maxAge) {
    /** Nothing in particular. */
    public static final CacheControl DEFAULT = new CacheControl(false, false, false, -1);

    private static final String MAX_AGE = "max-age=";

    /**
     * Reads the header's value; null and unknown directives say nothing. A {@code max-age} that is no number is 0 (RFC
     * 9111, 4.2.1, has what is invalid count as stale); of two the smaller holds.
     */
    public static CacheControl parse(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return DEFAULT;
        }
        boolean noCache = false;
        boolean noStore = false;
        boolean onlyIfCached = false;
        long maxAge = -1;
        int from = 0;
        while (from <= header.length()) {
            int comma = header.indexOf(',', from);
            int end = comma < 0 ? header.length() : comma;
            String directive = header.substring(from, end).strip().toLowerCase(Locale.ROOT);
            noCache |= directive.equals("no-cache");
            noStore |= directive.equals("no-store");
            onlyIfCached |= directive.equals("only-if-cached");
            if (directive.startsWith(MAX_AGE)) {
                long seconds = seconds(directive.substring(MAX_AGE.length()));
                maxAge = maxAge < 0 ? seconds : Math.min(maxAge, seconds);
            }
            from = end + 1;
        }
        return new CacheControl(noCache, noStore, onlyIfCached, maxAge);
    }

    /** Whether an answer of that age is wanted. */
    public boolean accepts(long age) {
        return maxAge < 0 || age <= maxAge;
    }

    /** A number, which some put into quotes; one too large to be a number of seconds is the largest. */
    private static long seconds(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        String digits = quoted ? text.substring(1, text.length() - 1) : text;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        return digits.length() > 10 ? Integer.MAX_VALUE : Long.parseLong(digits);
    }
}

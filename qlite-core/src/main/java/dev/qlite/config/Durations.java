package dev.qlite.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as the configuration writes them: {@code 50ms}, {@code 15s}, {@code 10m}, {@code 1h}. */
public final class Durations {
    static final String PATTERN = "([0-9]{1,15})(ms|s|m|h)";
    /** The same without zero. */
    static final String POSITIVE = "0*[1-9][0-9]*(ms|s|m|h)";

    private static final Pattern DURATION = Pattern.compile(PATTERN);

    private Durations() {}

    /** The duration, or null if the text is none. */
    public static @Nullable Duration parse(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        long count = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }
}

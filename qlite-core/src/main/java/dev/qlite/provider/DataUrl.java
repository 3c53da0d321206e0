package dev.qlite.provider;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A {@code data:} URL whose content is in base64 (RFC 2397).
 *
 * @param mediaType in lower case, without parameters; empty if it says none
 * @param base64 the content as it is written
 */
public record DataUrl(String mediaType, String base64) {
    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64";

    /** The parts of such a URL, or null if it is none. */
    public static @Nullable DataUrl parse(String url) {
        int comma = url.indexOf(',');
        if (comma < 0 || !url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String head = url.substring(SCHEME.length(), comma);
        if (!head.toLowerCase(Locale.ROOT).endsWith(BASE64)) {
            return null;
        }
        int end = head.indexOf(';');
        return new DataUrl(head.substring(0, end).strip().toLowerCase(Locale.ROOT), url.substring(comma + 1));
    }
}

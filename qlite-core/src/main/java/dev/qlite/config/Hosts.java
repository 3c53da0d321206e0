package dev.qlite.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Hosts and origins, as a client names them in {@code Host} and {@code Origin}. */
final class Hosts {
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?";
    private static final String HOST_PATTERN = "(" + LABEL + "(\\." + LABEL + ")*|\\[[0-9A-Fa-f:.]{2,45}\\])";
    private static final String ORIGIN_PATTERN = "[A-Za-z][A-Za-z0-9+.-]*://" + HOST_PATTERN + "(:[1-9][0-9]{0,4})?";

    /** A host without scheme and port; it becomes lower case. */
    static final ValueType<String> HOST = ValueType.text(
            "a host like qlite.example.org or [::1], without scheme, port or path",
            Schema.text(HOST_PATTERN),
            scalar -> host(scalar.text()));

    /** An origin, or {@code *}; it becomes what a browser sends: lower case, without its scheme's own port. */
    static final ValueType<String> ORIGIN = ValueType.text(
            "an origin like https://app.example.org or http://localhost:3000, without a path, or \"*\"",
            Schema.text("\\*|" + ORIGIN_PATTERN),
            scalar -> origin(scalar.text()));

    private static final Pattern HOSTS = Pattern.compile(HOST_PATTERN);
    private static final Pattern ORIGINS = Pattern.compile(
            "(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<host>[^/:]+|\\[[^/]+\\])(:(?<port>[1-9][0-9]{0,4}))?");
    /** A browser leaves it out. */
    private static final Pattern DEFAULT_PORT = Pattern.compile("^(https(?=.*:443$)|http(?=.*:80$))(://.*):[0-9]+$");

    private static final int LONGEST = 253;

    private Hosts() {}

    private static @Nullable String host(String text) {
        if (text.length() > LONGEST || !HOSTS.matcher(text).matches()) {
            return null;
        }
        return text.startsWith("[") && !isAddress(text) ? null : text.toLowerCase(Locale.ROOT);
    }

    private static @Nullable String origin(String text) {
        if ("*".equals(text)) {
            return text;
        }
        Matcher parts = ORIGINS.matcher(text);
        if (!parts.matches() || host(parts.group("host")) == null) {
            return null;
        }
        String port = parts.group("port");
        if (port != null && Integer.parseInt(port) > 65_535) {
            return null;
        }
        return DEFAULT_PORT.matcher(text.toLowerCase(Locale.ROOT)).replaceFirst("$1$2");
    }

    private static boolean isAddress(String bracketed) {
        try {
            return new URI("http://" + bracketed + "/").getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}

package dev.qlite.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy on the way to an upstream.
 *
 * @param host its name or address
 * @param port its port
 * @param authorization the value of {@code Proxy-Authorization}, a secret; null if it asks for no login
 */
public record HttpProxy(String host, int port, @Nullable String authorization) {

    /**
     * The proxy that a URL names: {@code http://[user:password@]host:port}.
     *
     * @throws IllegalArgumentException if it is none; the message repeats nothing of it, for it may hold a password
     */
    public static HttpProxy of(URI uri) {
        boolean bare = (uri.getRawPath() == null
                        || uri.getRawPath().isEmpty()
                        || uri.getRawPath().equals("/"))
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
        if (!"http".equalsIgnoreCase(uri.getScheme())
                || uri.getHost() == null
                || uri.getPort() < 1
                || uri.getPort() > 65_535
                || !bare) {
            throw new IllegalArgumentException(
                    "unusable (expected: as http://host:3128, or http://user:password@host:3128)");
        }
        String login = uri.getUserInfo();
        if (login == null) {
            return new HttpProxy(uri.getHost(), uri.getPort(), null);
        }
        byte[] both = (login.contains(":") ? login : login + ":").getBytes(UTF_8);
        return new HttpProxy(
                uri.getHost(), uri.getPort(), "Basic " + Base64.getEncoder().encodeToString(both));
    }

    /** Its URL, without the login. */
    @Override
    public String toString() {
        return "http://" + host + ":" + port;
    }
}

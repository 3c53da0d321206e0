package dev.qlite.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which proxy leads where. Thread-safe. */
public final class Proxies {
    private static final int CURLS_PORT = 1080;

    private final Function<URI, @Nullable HttpProxy> rule;
    private final boolean wantLogin;

    private Proxies(Function<URI, @Nullable HttpProxy> rule, boolean wantLogin) {
        this.rule = rule;
        this.wantLogin = wantLogin;
    }

    /** No proxy anywhere. */
    public static Proxies none() {
        return new Proxies(uri -> null, false);
    }

    /** One proxy to everywhere. */
    public static Proxies through(HttpProxy proxy) {
        return new Proxies(uri -> proxy, proxy.authorization() != null);
    }

    /**
     * What the JVM's own {@link ProxySelector} says (by default, its system properties), else what the environment says as
     * curl reads it: {@code http_proxy}, {@code https_proxy}, {@code all_proxy} and {@code no_proxy}, all but the first in
     * upper case too. Unlike curl, to the loopback the environment names no way.
     *
     * @throws IllegalArgumentException if a variable holds what is no HTTP proxy; it names the variable, not its value
     */
    public static Proxies ofSystem(Map<String, String> environment) {
        HttpProxy http = first(environment, "http_proxy", "all_proxy", "ALL_PROXY");
        HttpProxy https = first(environment, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
        NoProxy direct = NoProxy.of(value(environment, "no_proxy", "NO_PROXY"));
        Function<URI, @Nullable HttpProxy> rule = uri -> {
            HttpProxy ofTheJvm = ofTheJvm(uri);
            if (ofTheJvm != null) {
                return ofTheJvm;
            }
            HttpProxy proxy = "https".equalsIgnoreCase(uri.getScheme()) ? https : http;
            return proxy == null || direct.holds(uri.getHost()) ? null : proxy;
        };
        return new Proxies(rule, asksForLogin(http) || asksForLogin(https));
    }

    /** The proxy on the way to an absolute URI; null if the way is direct. */
    public @Nullable HttpProxy to(URI uri) {
        return rule.apply(uri);
    }

    /** Whether one of them asks for a login. */
    public boolean wantLogin() {
        return wantLogin;
    }

    /** The same for the JDK's client. Addresses are looked up at each connection: a proxy may move. */
    public ProxySelector selector() {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                HttpProxy proxy = to(uri);
                return List.of(
                        proxy == null
                                ? Proxy.NO_PROXY
                                : new Proxy(
                                        Proxy.Type.HTTP,
                                        InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                // The exchange says so.
            }
        };
    }

    private static @Nullable HttpProxy ofTheJvm(URI uri) {
        ProxySelector selector = ProxySelector.getDefault();
        if (selector == null) {
            return null;
        }
        for (Proxy each : selector.select(uri)) {
            if (each.type() == Proxy.Type.HTTP && each.address() instanceof InetSocketAddress address) {
                return new HttpProxy(address.getHostString(), address.getPort(), null);
            }
        }
        return null;
    }

    private static boolean asksForLogin(@Nullable HttpProxy proxy) {
        return proxy != null && proxy.authorization() != null;
    }

    private static @Nullable HttpProxy first(Map<String, String> environment, String... names) {
        for (String name : names) {
            String value = value(environment, name);
            if (!value.isEmpty()) {
                try {
                    return HttpProxy.of(withPort(new URI(value.contains("://") ? value : "http://" + value)));
                } catch (URISyntaxException e) {
                    throw new IllegalArgumentException(name + ": no URL (expected: as http://host:3128)");
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
                }
            }
        }
        return null;
    }

    private static URI withPort(URI uri) throws URISyntaxException {
        return uri.getPort() >= 0 || uri.getHost() == null
                ? uri
                : new URI(uri.getScheme(), uri.getUserInfo(), uri.getHost(), CURLS_PORT, uri.getPath(), null, null);
    }

    private static String value(Map<String, String> environment, String... names) {
        for (String name : names) {
            String value = environment.getOrDefault(name, "").strip();
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }
}

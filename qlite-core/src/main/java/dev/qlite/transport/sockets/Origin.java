package dev.qlite.transport.sockets;

import dev.qlite.transport.HttpProxy;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection leads to, and the way there: connections of one origin stand in for each other.
 *
 * @param host as in a URI: an IPv6 address is in brackets
 * @param proxy null if the way is direct
 */
record Origin(
        boolean secure, String host, int port, @Nullable HttpProxy proxy) {

    /** Whether requests go to the proxy itself, which passes them on; through a tunnel it sees none. */
    boolean asksProxy() {
        return proxy != null && !secure;
    }

    String authority() {
        return host + ":" + port;
    }
}

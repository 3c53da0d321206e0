package dev.qlite.transport.jdk;

import dev.qlite.transport.TransportException;
import dev.qlite.transport.TransportException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** What an exception of the JDK's client means. */
final class JdkFailures {
    private static final String NO_TUNNEL = "Tunnel failed, got: ";

    private JdkFailures() {}

    static TransportException of(String peer, Duration connectTimeout, boolean headArrived, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            // IllegalArgumentException: a header that Headers refuses.
            if (cause instanceof ProtocolException || cause instanceof IllegalArgumentException) {
                // Without its cause: the client's message quotes what the peer sent.
                return new TransportException(Kind.PROTOCOL, peer + ": the answer is not HTTP");
            }
            String noConnection = noConnection(cause, connectTimeout);
            if (noConnection != null) {
                return new TransportException(Kind.CONNECT, peer + ": " + noConnection, thrown);
            }
        }
        String where = headArrived ? "within the body" : "before the head";
        return new TransportException(Kind.BROKEN, peer + ": the connection broke " + where + " of the answer", thrown);
    }

    /** What the client says of any tunnel that a proxy refuses but one: where a login is wanted it ends without a word. */
    static IOException loginWanted() {
        return new IOException(NO_TUNNEL + "407");
    }

    private static @Nullable String noConnection(Throwable cause, Duration connectTimeout) {
        if (cause instanceof HttpConnectTimeoutException) {
            return "connecting took longer than " + connectTimeout.toMillis() + " ms";
        }
        if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
            return "unknown host";
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return "cannot connect";
        }
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof IOException && message.startsWith(NO_TUNNEL)) {
            return "a proxy on the way to it refuses (status " + message.substring(NO_TUNNEL.length()) + ")";
        }
        if (cause instanceof SSLHandshakeException) {
            return "TLS handshake failed";
        }
        return null;
    }
}

package dev.qlite.standalone;

import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** How the server listens: HTTP/1.1 and HTTP/2, in the clear or over TLS, with limits for clients that take their time. */
final class Connectors {
    private static final int MAX_HEADERS = 32 << 10;
    private static final int STREAMS_PER_CONNECTION = 1_000;
    /** Of a connection on which neither side says anything; a call that waits for its upstream is not idle. */
    private static final long IDLE_MILLIS = 60_000;

    private Connectors() {}

    /**
     * A connector that does not listen yet.
     *
     * @param tls null for none
     */
    static ServerConnector create(Server server, String host, int port, SslContextFactory.@Nullable Server tls) {
        HttpConfiguration http = configuration();
        ServerConnector connector = tls == null ? clear(server, http) : secure(server, http, tls);
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADERS);
        // OpenAI's clients encode the slash of provider/model in GET /v1/models/ID
        http.setUriCompliance(UriCompliance.DEFAULT.with("qlite", UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR));
        return http;
    }

    private static ServerConnector clear(Server server, HttpConfiguration http) {
        HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(http);
        http2.setMaxConcurrentStreams(STREAMS_PER_CONNECTION);
        return new ServerConnector(server, new HttpConnectionFactory(http), http2);
    }

    private static ServerConnector secure(Server server, HttpConfiguration http, SslContextFactory.Server tls) {
        http.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        http2.setMaxConcurrentStreams(STREAMS_PER_CONNECTION);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        return new ServerConnector(server, new SslConnectionFactory(tls, alpn.getProtocol()), alpn, http2, http1);
    }
}

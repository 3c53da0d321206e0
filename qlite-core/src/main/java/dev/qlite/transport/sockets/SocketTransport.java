package dev.qlite.transport.sockets;

import dev.qlite.transport.Exchange;
import dev.qlite.transport.HttpProxy;
import dev.qlite.transport.Proxies;
import dev.qlite.transport.Slots;
import dev.qlite.transport.Threads;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TransportRequest;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 on blocking sockets. The thread that pulls an exchange does its reading and writing; others are used to
 * connect, and to send what a socket does not take at once.
 *
 * <p>No request is sent twice: only one of which not a byte was taken, as a pooled connection died, goes to another
 * connection.
 *
 * <p>Thread-safe.
 */
public final class SocketTransport implements Transport {
    private final Duration connectTimeout;
    private final Proxies proxies;
    private final Slots slots;
    private final ConnectionPool pool;
    private final Dialer dialer;
    private final ExecutorService threads = Threads.unbounded();
    private final ConcurrentMap<Place, Origin> origins = new ConcurrentHashMap<>();
    private final Set<Lease> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** What of a URI decides on its origin. */
    private record Place(boolean secure, String host, int port) {}

    private SocketTransport(Builder builder) {
        connectTimeout = builder.connectTimeout;
        proxies = builder.proxies;
        slots = new Slots(builder.maxConnections);
        pool = new ConnectionPool(builder.maxIdle, builder.maxAge);
        SSLSocketFactory tls = builder.sslContext == null
                ? (SSLSocketFactory) SSLSocketFactory.getDefault()
                : builder.sslContext.getSocketFactory();
        dialer = new Dialer(new NameLookup(builder.names, threads), threads, tls);
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Exchange open(TransportRequest request) {
        return new SocketExchange(this, request, origin(request));
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(Lease::close);
        pool.close();
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Slots slots() {
        return slots;
    }

    ConnectionPool pool() {
        return pool;
    }

    Dialer dialer() {
        return dialer;
    }

    ExecutorService threads() {
        return threads;
    }

    /** Lets an exchange begin; false if this is closed. */
    boolean begins(Lease lease) {
        open.add(lease);
        return !closed;
    }

    void over(Lease lease) {
        open.remove(lease);
    }

    /** Proxies are asked for once for each place. */
    private Origin origin(TransportRequest request) {
        Place place = new Place(request.secure(), request.uri().getHost().toLowerCase(Locale.ROOT), request.port());
        Origin origin = origins.get(place);
        return origin != null ? origin : origins.computeIfAbsent(place, p -> origin(p, request.uri()));
    }

    private Origin origin(Place place, URI uri) {
        HttpProxy proxy = proxies.to(uri);
        return new Origin(place.secure(), place.host(), place.port(), proxy);
    }

    /** Settings of a {@link SocketTransport}; not thread-safe. */
    public static final class Builder {
        private Duration connectTimeout = Duration.ofSeconds(10);
        private int maxConnections = 10_000;
        private Duration maxIdle = Duration.ofSeconds(30);
        private Duration maxAge = Duration.ofMinutes(10);
        private @Nullable SSLContext sslContext;
        private Proxies proxies = Proxies.none();
        private NameLookup.Names names = InetAddress::getAllByName;

        private Builder() {}

        /**
         * How long connecting, TLS and a proxy's tunnel with it, and before it waiting for a free connection, may take; 10 s
         * by default.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = positive("connectTimeout", connectTimeout);
            return this;
        }

        /**
         * How many connections may be in use at once, to all hosts together; 10,000 by default.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxConnections(int maxConnections) {
            if (maxConnections < 1) {
                throw new IllegalArgumentException("maxConnections: " + maxConnections + " (expected: > 0)");
            }
            this.maxConnections = maxConnections;
            return this;
        }

        /**
         * How long a connection may wait for its next request, if the peer does not say less; 30 s by default.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxIdle(Duration maxIdle) {
            this.maxIdle = positive("maxIdle", maxIdle);
            return this;
        }

        /**
         * How old a connection may be and still get another request, so that a host that moves is followed; 10 minutes by
         * default.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxAge(Duration maxAge) {
            this.maxAge = positive("maxAge", maxAge);
            return this;
        }

        /** Whom to trust for {@code https}; the JDK's own trust store by default. */
        public Builder sslContext(SSLContext sslContext) {
            this.sslContext = sslContext;
            return this;
        }

        /** The way to each host; direct by default. */
        public Builder proxies(Proxies proxies) {
            this.proxies = proxies;
            return this;
        }

        /** Where names are looked up. */
        Builder names(NameLookup.Names names) {
            this.names = names;
            return this;
        }

        public SocketTransport build() {
            return new SocketTransport(this);
        }

        private static Duration positive(String name, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
            }
            return value;
        }
    }
}

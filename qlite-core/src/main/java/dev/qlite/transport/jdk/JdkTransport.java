package dev.qlite.transport.jdk;

import dev.qlite.transport.Exchange;
import dev.qlite.transport.Slots;
import dev.qlite.transport.Threads;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TransportRequest;
import java.lang.reflect.Method;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The transport on {@link HttpClient}: HTTP/2 with an {@code https} upstream that offers it, else HTTP/1.1. It bounds its
 * connections itself, for that client does not; over HTTP/2, where exchanges share one, it bounds the exchanges.
 *
 * <p>A {@code GET} or {@code HEAD} whose pooled connection turns out to be closed is sent again by the client, on a new
 * one; any other request is sent once. On a Java older than 21 idle connections outlive {@link #close} until the next
 * garbage collection.
 *
 * <p>Thread-safe.
 */
public final class JdkTransport implements Transport {
    private static final @Nullable Method SHUT_DOWN_NOW = method(HttpClient.class, "shutdownNow");

    private final Duration connectTimeout;
    private final Slots slots;
    private final Set<JdkExchange> open = ConcurrentHashMap.newKeySet();

    /** Null once this is closed; the client of Java 17 ends when nobody holds it. */
    private volatile @Nullable HttpClient client;

    private JdkTransport(Builder builder) {
        connectTimeout = builder.connectTimeout;
        slots = new Slots(builder.maxConnections);
        HttpClient.Builder settings = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(Threads.unbounded());
        if (builder.sslContext != null) {
            settings.sslContext(builder.sslContext);
        }
        if (builder.proxy != null) {
            settings.proxy(builder.proxy);
        }
        client = settings.build();
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Exchange open(TransportRequest request) {
        return new JdkExchange(this, request);
    }

    @Override
    public void close() {
        HttpClient closing = client;
        client = null;
        open.forEach(JdkExchange::close);
        if (closing != null && SHUT_DOWN_NOW != null) {
            invoke(SHUT_DOWN_NOW, closing);
        }
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Slots slots() {
        return slots;
    }

    /** The client for an exchange that begins, or null if this is closed. */
    @Nullable
    HttpClient begin(JdkExchange exchange) {
        open.add(exchange);
        return client;
    }

    void over(JdkExchange exchange) {
        open.remove(exchange);
    }

    private static @Nullable Method method(Class<?> type, String name) {
        try {
            return type.getMethod(name);
        } catch (NoSuchMethodException olderJava) {
            return null;
        }
    }

    private static Object invoke(Method method, @Nullable Object target) {
        try {
            return method.invoke(target);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(method.getName() + ": cannot be called", e);
        }
    }

    /** Settings of a {@link JdkTransport}; not thread-safe. */
    public static final class Builder {
        private Duration connectTimeout = Duration.ofSeconds(10);
        private int maxConnections = 10_000;
        private @Nullable SSLContext sslContext;
        private @Nullable ProxySelector proxy;

        private Builder() {}

        /**
         * How long connecting, and before it waiting for a free connection, may take; 10 s by default.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder connectTimeout(Duration connectTimeout) {
            if (connectTimeout.isNegative() || connectTimeout.isZero()) {
                throw new IllegalArgumentException("connectTimeout: " + connectTimeout + " (expected: > 0)");
            }
            this.connectTimeout = connectTimeout;
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

        /** Whom to trust for {@code https}; the JDK's own trust store by default. */
        public Builder sslContext(SSLContext sslContext) {
            this.sslContext = sslContext;
            return this;
        }

        /** The way to each host; what the JVM's system properties say by default. */
        public Builder proxy(ProxySelector proxy) {
            this.proxy = proxy;
            return this;
        }

        public JdkTransport build() {
            return new JdkTransport(this);
        }
    }
}

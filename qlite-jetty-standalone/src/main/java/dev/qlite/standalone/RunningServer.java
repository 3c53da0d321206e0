package dev.qlite.standalone;

import dev.qlite.Qlite;
import dev.qlite.servlet.AccessLogFilter;
import dev.qlite.servlet.AccessLogFilter.Format;
import dev.qlite.servlet.RecoveryFilter;
import dev.qlite.servlet.RequestIdFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A Jetty server with its gateway, from its start to its end. Thread-safe. */
final class RunningServer implements AutoCloseable {
    private static final int THREADS = 1_000;
    /** Of virtual threads at a time: Jetty's own default of 200 would have the 201st stream wait for one to end. */
    private static final int UNLIMITED = -1;

    private static final long DRAIN_MILLIS = 10_000;

    private final Server server;
    private final ServerConnector connector;
    private final Qlite qlite;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunningServer(Server server, ServerConnector connector, Qlite qlite) {
        this.server = server;
        this.connector = connector;
        this.qlite = qlite;
    }

    /**
     * Starts a server.
     *
     * @param host a loopback name or address
     * @param port 0 for any that is free
     * @param tls null for none
     * @param servlets by their paths
     * @param qlite closed with the server
     * @throws StartException if it cannot listen there
     */
    static RunningServer start(
            String host, int port, @Nullable PemFiles tls, Map<String, HttpServlet> servlets, Qlite qlite) {
        requireLoopback(host);
        Server server = new Server(threads());
        Tls certificate = tls == null ? null : new Tls(tls);
        ServerConnector connector =
                Connectors.create(server, host, port, certificate == null ? null : certificate.factory());
        server.addConnector(connector);
        if (certificate != null) {
            server.addBean(certificate);
        }
        ServletContextHandler context = new ServletContextHandler();
        filters().forEach(filter -> {
            FilterHolder holder = new FilterHolder(filter);
            holder.setAsyncSupported(true);
            context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
        });
        servlets.forEach((path, servlet) -> {
            ServletHolder holder = new ServletHolder(servlet);
            holder.setAsyncSupported(true);
            context.addServlet(holder, path);
        });
        server.setHandler(new GracefulHandler(context));
        server.setStopTimeout(DRAIN_MILLIS);
        RunningServer running = new RunningServer(server, connector, qlite);
        try {
            server.start();
            return running;
        } catch (Exception e) {
            running.close();
            throw cannotListen(host, port, e);
        }
    }

    /** Where it listens. */
    String address() {
        String host = connector.getHost();
        String scheme = connector.getConnectionFactory(SslConnectionFactory.class) == null ? "http://" : "https://";
        return scheme + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + connector.getLocalPort();
    }

    /** Has it end with the JVM, and say so: calls under way are given time, later ones are refused. */
    void stopWithJvm() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "qlite-stop"));
    }

    /** Waits until it has ended. */
    void join() {
        try {
            server.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives calls under way their time, then ends. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            server.stop();
        } catch (Exception e) {
            System.err.println("qlite: did not stop cleanly: " + e.getMessage());
        } finally {
            qlite.close();
        }
    }

    private void stop() {
        System.err.println("qlite: stopping; calls under way have " + DRAIN_MILLIS / 1_000 + " s to end");
        close();
        System.err.println("qlite: stopped");
    }

    /** Until callers have keys, whoever reaches the server may spend the owner's money. */
    static void requireLoopback(String host) {
        try {
            if (InetAddress.getByName(host).isLoopbackAddress()) {
                return;
            }
        } catch (UnknownHostException e) {
            throw new StartException("host: '" + host + "' is not known (expected: 127.0.0.1, ::1 or localhost)", e);
        }
        throw new StartException("host: '" + host
                + "' is no loopback address (expected: 127.0.0.1, ::1 or localhost; callers have no keys"
                + " yet, and anybody who reached the proxy could spend your money)");
    }

    /** In the order in which a request meets them. */
    private static List<Filter> filters() {
        return List.of(new RequestIdFilter(), accessLog(), new RecoveryFilter());
    }

    private static AccessLogFilter accessLog() {
        return Terminal.isAttached()
                ? new AccessLogFilter(Format.TEXT, LoggerFactory.getLogger("dev.qlite.access")::info)
                : new AccessLogFilter(Format.JSON, LoggerFactory.getLogger("dev.qlite.access.json")::info);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("qlite");
        if (VirtualThreads.areSupported()) {
            threads.setVirtualThreadsExecutor(new VirtualThreadPool(UNLIMITED));
        }
        return threads;
    }

    private static StartException cannotListen(String host, int port, Exception e) {
        if (e instanceof BindException || e.getCause() instanceof BindException) {
            return new StartException(
                    "port " + port + " on " + host + " is taken (expected: a free one; --port 0 finds one)", e);
        }
        String what = e instanceof IOException ? "cannot listen on " + host + ":" + port : "cannot start";
        return new StartException(what + ": " + e.getMessage(), e);
    }
}

package dev.qlite.standalone;

import dev.qlite.Qlite;
import dev.qlite.config.ServerSettings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.EnumSet;
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

/** A Jetty server with its gateway, from its start to its end. Thread-safe. */
final class RunningServer implements AutoCloseable {
    private static final int THREADS = 1_000;
    /** Of virtual threads at a time: Jetty's own default of 200 would have the 201st stream wait for one to end. */
    private static final int UNLIMITED = -1;

    /** What is left for the last words after calls have been cancelled. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Server server;
    private final ServerConnector connector;
    private final Qlite qlite;
    private final Duration drain;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunningServer(Server server, ServerConnector connector, Qlite qlite, Duration drain) {
        this.server = server;
        this.connector = connector;
        this.qlite = qlite;
        this.drain = drain;
    }

    /**
     * Starts a server.
     *
     * @param servlets by their paths
     * @param qlite closed with the server
     * @throws StartException if it cannot listen there
     */
    static RunningServer start(ServerSettings settings, Map<String, HttpServlet> servlets, Qlite qlite) {
        Guards.requireGuarded(settings);
        Server server = new Server(threads());
        Tls tls = settings.tls() == null ? null : new Tls(PemFiles.of(settings.tls()));
        ServerConnector connector =
                Connectors.create(server, settings.host(), settings.port(), tls == null ? null : tls.factory());
        server.addConnector(connector);
        if (tls != null) {
            server.addBean(tls);
        }
        ServletContextHandler context = new ServletContextHandler();
        Guards.filters(settings.access()).forEach(filter -> {
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
        server.setStopTimeout(settings.drain().plus(LAST_WORDS).toMillis());
        RunningServer running = new RunningServer(server, connector, qlite, settings.drain());
        try {
            server.start();
            return running;
        } catch (Exception e) {
            running.close();
            throw cannotListen(settings.host(), settings.port(), e);
        }
    }

    /** Where it listens. */
    String address() {
        String host = connector.getHost();
        String scheme = connector.getConnectionFactory(SslConnectionFactory.class) == null ? "http://" : "https://";
        return scheme + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + connector.getLocalPort();
    }

    /**
     * Has it end when the process is told to, and say so: calls under way are given time, later ones are refused. A second
     * signal ends the process at once.
     */
    void stopOnSignal() {
        Signals.onEnd(this::stop);
    }

    /** Waits until it has ended. */
    void join() {
        try {
            server.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives calls under way their time, cancels those that are left, and ends. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Thread limit = new Thread(this::cancelAfterDrain, "qlite-drain");
        limit.setDaemon(true);
        limit.start();
        try {
            server.stop();
        } catch (Exception e) {
            System.err.println("qlite: did not stop cleanly: " + e.getMessage());
        } finally {
            limit.interrupt();
            qlite.close();
        }
    }

    private void cancelAfterDrain() {
        try {
            Thread.sleep(drain.toMillis());
            qlite.close(); // streams end with an error event, plain calls with a 503
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // all have ended before
        }
    }

    private void stop() {
        System.err.println("qlite: stopping; calls under way have " + drain.toSeconds()
                + " s to end (a second signal ends them at once)");
        close();
        System.err.println("qlite: stopped");
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

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

/** A Jetty server with its gateway, from its start to its end. Thread-safe. */
final class RunningServer implements AutoCloseable {
    /** What is left for the last words after calls have been cancelled. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Server server;
    private final ServerConnector connector;
    private final Qlite qlite;
    private final DrainFilter requests;
    private final Duration drain;
    private final GatheredLines log;
    private volatile String greeting = "";
    private volatile Runnable atEnd = () -> {};
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunningServer(
            Server server,
            ServerConnector connector,
            Qlite qlite,
            DrainFilter requests,
            Duration drain,
            GatheredLines log) {
        this.server = server;
        this.connector = connector;
        this.qlite = qlite;
        this.requests = requests;
        this.drain = drain;
        this.log = log;
    }

    /**
     * Starts a server.
     *
     * @param servlets by their paths
     * @param qlite closed with the server, and if that does not start
     * @param requests those under way
     * @throws StartException if it cannot listen there
     */
    static RunningServer start(
            ServerSettings settings, Map<String, HttpServlet> servlets, Qlite qlite, DrainFilter requests) {
        try {
            Guards.requireGuarded(settings);
            return startGuarded(settings, servlets, qlite, requests);
        } catch (StartException e) {
            qlite.close();
            throw e;
        }
    }

    private static RunningServer startGuarded(
            ServerSettings settings, Map<String, HttpServlet> servlets, Qlite qlite, DrainFilter requests) {
        Server server = new Server(Threads.pool(settings));
        Tls tls = settings.tls() == null ? null : new Tls(PemFiles.of(settings.tls()));
        ServerConnector connector =
                Connectors.create(server, settings.host(), settings.port(), tls == null ? null : tls.factory());
        server.addConnector(connector);
        if (tls != null) {
            server.addBean(tls);
        }
        ServletContextHandler context = new ServletContextHandler();
        GatheredLines log = new GatheredLines(System.out);
        Guards.filters(settings.access(), log, requests).forEach(filter -> {
            FilterHolder holder = new FilterHolder(filter);
            holder.setAsyncSupported(true);
            context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
        });
        servlets.forEach((path, servlet) -> {
            ServletHolder holder = new ServletHolder(servlet);
            holder.setAsyncSupported(true);
            context.addServlet(holder, path);
        });
        server.setHandler(new TurnHandler(new GracefulHandler(context)));
        server.setErrorHandler(new ServerErrors());
        server.setStopTimeout(LAST_WORDS.toMillis());
        RunningServer running = new RunningServer(server, connector, qlite, requests, settings.drain(), log);
        try {
            server.start();
            return running;
        } catch (Exception e) {
            running.close();
            throw cannotListen(settings.host(), settings.port(), e);
        }
    }

    /** What {@link #run} says on the standard output. */
    void greeting(String text) {
        greeting = text;
    }

    /** Has this done when it has ended. */
    void atEnd(Runnable last) {
        atEnd = last;
    }

    /** Where it listens. */
    String address() {
        String host = connector.getHost();
        String scheme = connector.getConnectionFactory(SslConnectionFactory.class) == null ? "http://" : "https://";
        return scheme + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + connector.getLocalPort();
    }

    /**
     * Says that it is there, and waits until it has ended. It ends when the process is told to: calls under way are given time,
     * later ones are refused. A second signal ends the process at once.
     */
    void run() {
        Signals.onEnd(this::stop);
        System.out.print(greeting);
        System.out.flush();
        try {
            server.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Lets no more requests in, gives those under way their time, cancels those that are left, and ends. Until then it still
     * listens, so that whoever asks is told. Idempotent.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            requests.stop();
            if (server.isRunning() && !requests.await(drain)) {
                qlite.close(); // streams end with an error event, plain calls with a 503
                requests.await(LAST_WORDS);
            }
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // in a hurry: what is under way is cut off
        } catch (Exception e) {
            System.err.println("qlite: did not stop cleanly: " + e.getMessage());
        } finally {
            qlite.close();
            log.close();
            atEnd.run();
        }
    }

    private void stop() {
        System.err.println("qlite: stopping; calls under way have " + drain.toSeconds()
                + " s to end (a second signal ends them at once)");
        close();
        System.err.println("qlite: stopped");
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

package dev.qlite.servlet;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Everything that is logged while it is open, qlite's own words down to the finest. Thread-safe. */
final class Logs extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger qlite = (Logger) LoggerFactory.getLogger("dev.qlite");
    private final Level before = root.getLevel();
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    private Logs() {}

    static Logs open() {
        Logs logs = new Logs();
        logs.setContext(logs.root.getLoggerContext());
        logs.start();
        logs.root.setLevel(Level.INFO);
        logs.qlite.setLevel(Level.TRACE);
        logs.qlite.setAdditive(false); // nobody wants it on the console
        logs.root.addAppender(logs);
        logs.qlite.addAppender(logs);
        return logs;
    }

    /** Each message with its stack trace, if it has one. */
    List<String> lines() {
        return new ArrayList<>(lines);
    }

    /** Waits until a line contains this; fails after ten seconds. */
    synchronized void await(String part) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (lines.stream().noneMatch(line -> line.contains(part))) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("no line contains " + part + ": " + lines);
            }
            wait(left);
        }
    }

    @Override
    protected synchronized void append(ILoggingEvent event) {
        String trace = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        lines.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage() + " "
                + event.getMDCPropertyMap() + trace);
        notifyAll();
    }

    @Override
    public void close() {
        root.detachAppender(this);
        qlite.detachAppender(this);
        qlite.setLevel(null);
        qlite.setAdditive(true);
        root.setLevel(before);
        stop();
    }
}

package dev.qlite.transport.sockets;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Connections that wait for their next request, the last used first. None waits longer than it may: it is not taken then,
 * and closed soon after, without a thread of this pool's own. Thread-safe.
 */
final class ConnectionPool {
    private final long idle;
    private final long age;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Origin, Deque<Connection>> waiting = new HashMap<>();
    private boolean sweeps;
    private boolean closed;

    ConnectionPool(Duration idle, Duration age) {
        this.idle = idle.toNanos();
        this.age = age.toNanos();
    }

    /** A live connection, or null if none waits. */
    @Nullable
    Connection take(Origin origin) {
        while (true) {
            Connection next;
            lock.lock();
            try {
                Deque<Connection> those = waiting.get(origin);
                next = those == null ? null : those.pollLast();
            } finally {
                lock.unlock();
            }
            if (next == null || (next.idleUntil() - System.nanoTime() > 0 && next.isQuiet())) {
                return next;
            }
            next.close();
        }
    }

    /**
     * Keeps a connection, or closes it.
     *
     * @param most how long it may wait, in nanoseconds, as far as its peer says
     */
    void give(Connection connection, long most) {
        long now = System.nanoTime();
        long until = Math.min(connection.born() - now + age, Math.min(idle, most)) + now;
        connection.idleUntil(until);
        connection.rest();
        boolean kept = false;
        lock.lock();
        try {
            if (!closed && until - now > 0) {
                waiting.computeIfAbsent(connection.origin(), origin -> new ArrayDeque<>())
                        .addLast(connection);
                kept = true;
                sweepLater();
            }
        } finally {
            lock.unlock();
        }
        if (!kept) {
            connection.close();
        }
    }

    /** Closes those that wait, and any that is given later. */
    void close() {
        List<Connection> closing = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            waiting.values().forEach(closing::addAll);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        closing.forEach(Connection::close);
    }

    private void sweepLater() {
        if (!sweeps) {
            sweeps = true;
            CompletableFuture.delayedExecutor(idle, TimeUnit.NANOSECONDS).execute(this::sweep);
        }
    }

    private void sweep() {
        List<Connection> closing = new ArrayList<>();
        long now = System.nanoTime();
        lock.lock();
        try {
            for (Iterator<Deque<Connection>> each = waiting.values().iterator(); each.hasNext(); ) {
                Deque<Connection> those = each.next();
                those.removeIf(connection -> connection.idleUntil() - now <= 0 && closing.add(connection));
                if (those.isEmpty()) {
                    each.remove();
                }
            }
            sweeps = false;
            if (!waiting.isEmpty()) {
                sweepLater();
            }
        } finally {
            lock.unlock();
        }
        closing.forEach(Connection::close);
    }
}

package dev.qlite.transport.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Addresses of hosts. A lookup cannot be stopped and can hang, so each name is looked up once at a time, by a thread that
 * nobody waits for longer than he wants to. Thread-safe.
 */
final class NameLookup {
    private final Names names;
    private final Executor threads;
    private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> running = new ConcurrentHashMap<>();

    /** Where names are looked up. */
    @FunctionalInterface
    interface Names {
        /** At least one address. */
        InetAddress[] find(String host) throws UnknownHostException;
    }

    NameLookup(Names names, Executor threads) {
        this.names = names;
        this.threads = threads;
    }

    /**
     * The addresses of a host.
     *
     * @throws UnknownHostException if it has none
     * @throws SocketTimeoutException if they are not found before {@code until}
     */
    InetAddress[] find(String host, long until) throws IOException, InterruptedException {
        CompletableFuture<InetAddress[]> lookup = running.computeIfAbsent(host, this::begin);
        try {
            return lookup.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("its name is still being looked up");
        } catch (ExecutionException e) {
            throw new UnknownHostException(host);
        }
    }

    private CompletableFuture<InetAddress[]> begin(String host) {
        CompletableFuture<InetAddress[]> lookup = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                lookup.complete(names.find(host));
            } catch (UnknownHostException | RuntimeException e) {
                lookup.completeExceptionally(e);
            } finally {
                running.remove(host, lookup);
            }
        });
        return lookup;
    }
}

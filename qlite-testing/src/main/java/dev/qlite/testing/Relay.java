package dev.qlite.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Passes bytes on between one client and a port of the loopback, whatever they mean; what comes back from there stops at a
 * gate after so many bytes since {@link #countFromHere}. So a TLS record can stall in its middle. Thread-safe.
 */
final class Relay implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private long passed;
    private long stop = Long.MAX_VALUE;
    private Gate gate = Gate.named("none");

    private Relay(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    static Relay to(int target) {
        try {
            Relay relay = new Relay(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), target);
            Daemon.run("relay", relay::accept);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Counts from now on, and stops at that gate after so many bytes. */
    synchronized void countFromHere(long bytes, Gate gate) {
        this.gate = gate;
        passed = 0;
        stop = bytes;
    }

    /** How many bytes have come back since then, the held ones left out. */
    synchronized long passed() {
        return passed;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(upstream);
            Daemon.run("relay", () -> forth(client, upstream));
            Daemon.run("relay", () -> back(upstream, client));
        }
    }

    private static void forth(Socket client, Socket upstream) throws IOException {
        try (client;
                upstream) {
            client.getInputStream().transferTo(upstream.getOutputStream());
        }
    }

    private void back(Socket upstream, Socket client) throws IOException, InterruptedException {
        try (client;
                upstream) {
            InputStream in = upstream.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                Gate stopped = before();
                if (stopped != null) {
                    stopped.pass();
                }
                out.write(next);
            }
        }
    }

    /** The gate before the next byte, if there is one. */
    private synchronized @Nullable Gate before() {
        return passed++ == stop ? gate : null;
    }
}

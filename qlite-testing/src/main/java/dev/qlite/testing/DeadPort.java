package dev.qlite.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A port on the loopback behind which nobody answers; it stays so until it is closed. Thread-safe. */
public final class DeadPort implements AutoCloseable {
    private static final int MORE_THAN_THE_BACKLOG = 8;

    private final int port;
    private final List<AutoCloseable> resources;

    private DeadPort(int port, List<AutoCloseable> resources) {
        this.port = port;
        this.resources = resources;
    }

    /** Refuses connections: taken, so that nobody else listens there, but not listened on. */
    public static DeadPort refusing() {
        return make(() -> {
            Socket holder = new Socket();
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return new DeadPort(holder.getLocalPort(), List.of(holder));
        });
    }

    /** Lets clients connect and send, and says nothing. */
    public static DeadPort silent() {
        return make(() -> {
            ServerSocket server = listen(1024);
            return new DeadPort(server.getLocalPort(), List.of(server));
        });
    }

    /** Does not complete connections, for its backlog is full (on Linux; other systems may refuse them instead). */
    public static DeadPort full() {
        return make(() -> {
            ServerSocket server = listen(1);
            List<AutoCloseable> resources = new ArrayList<>(List.of(server));
            for (int i = 0; i < MORE_THAN_THE_BACKLOG; i++) {
                SocketChannel filler = SocketChannel.open();
                resources.add(filler);
                filler.configureBlocking(false);
                filler.connect(server.getLocalSocketAddress());
            }
            return new DeadPort(server.getLocalPort(), List.copyOf(resources));
        });
    }

    /** Accepts each connection and closes it without a byte. */
    public static DeadPort closing() {
        return make(() -> {
            ServerSocket server = listen(1024);
            Thread thread = new Thread(
                    () -> {
                        try {
                            while (true) {
                                server.accept().close();
                            }
                        } catch (IOException closed) {
                            // The end of this port.
                        }
                    },
                    "dead-port");
            thread.setDaemon(true);
            thread.start();
            return new DeadPort(server.getLocalPort(), List.of(server));
        });
    }

    public int port() {
        return port;
    }

    /** A URI of this port; {@code path} starts with a slash. */
    public URI uri(String path) {
        return uri("http", path);
    }

    /** The same for TLS. */
    public URI secureUri(String path) {
        return uri("https", path);
    }

    private URI uri(String scheme, String path) {
        return URI.create(scheme + "://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port + path);
    }

    @Override
    public void close() {
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException("port " + port + ": cannot be closed", e);
            }
        }
    }

    private static ServerSocket listen(int backlog) throws IOException {
        return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    }

    private static DeadPort make(Maker maker) {
        try {
            return maker.make();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Maker {
        DeadPort make() throws IOException;
    }
}

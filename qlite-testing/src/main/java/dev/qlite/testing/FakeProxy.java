package dev.qlite.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.qlite.transport.Headers;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** An HTTP proxy that leads every tunnel to one port of the loopback, whatever host it is asked for. Thread-safe. */
final class FakeProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final @Nullable String login;
    private final List<RecordedRequest> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private FakeProxy(ServerSocket server, int target, @Nullable String login) {
        this.server = server;
        this.target = target;
        this.login = login;
    }

    /**
     * Starts one.
     *
     * @param login what {@code Proxy-Authorization} must be; null if anybody may pass
     */
    static FakeProxy to(int target, @Nullable String login) {
        try {
            ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
            FakeProxy proxy = new FakeProxy(server, target, login);
            Daemon.run("fake-proxy", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** The requests for a tunnel, in order. */
    List<RecordedRequest> asked() {
        return asked;
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
            sockets.add(client);
            Daemon.run("fake-proxy", () -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        InputStream in = new BufferedInputStream(client.getInputStream(), 1);
        RecordedRequest request = new RequestReader(in, new CountDownLatch(1)).next();
        if (request == null) {
            return;
        }
        asked.add(request);
        Headers headers = request.headers();
        if (login != null && !login.equals(headers.first("Proxy-Authorization"))) {
            say(client, "HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n");
            client.close();
            return;
        }
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(upstream);
        say(client, "HTTP/1.1 200 Connected\r\nVia: 1.1 fake\r\n\r\n");
        Daemon.run("fake-proxy", () -> pipe(upstream, client));
        pipe(client, upstream);
    }

    private static void say(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private static void pipe(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
        }
    }
}

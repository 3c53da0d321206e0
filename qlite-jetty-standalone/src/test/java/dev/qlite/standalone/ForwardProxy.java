package dev.qlite.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that leads every request to one place of this machine, and remembers the heads of what it was asked. */
final class ForwardProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final String answer;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private ForwardProxy(int target, String answer) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.answer = answer;
        start(() -> {
            while (true) {
                Socket client = server.accept();
                sockets.add(client);
                start(() -> serve(client));
            }
        });
    }

    /** One that leads to a port. */
    static ForwardProxy to(int port) throws IOException {
        return new ForwardProxy(port, "200 Connection established");
    }

    /** One that refuses to open a tunnel. */
    static ForwardProxy refusing(String status) throws IOException {
        return new ForwardProxy(0, status + "\r\nContent-Length: 0");
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Of each connection the first head. */
    List<String> heads() {
        return new ArrayList<>(heads);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void serve(Socket client) throws IOException {
        String head = head(client.getInputStream());
        heads.add(head);
        OutputStream toClient = client.getOutputStream();
        boolean isTunnel = head.startsWith("CONNECT ");
        if (isTunnel) {
            toClient.write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        if (target == 0) {
            client.close();
            return;
        }
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(upstream);
        start(() -> upstream.getInputStream().transferTo(toClient));
        if (!isTunnel) {
            String path = URI.create(head.split(" ", -1)[1]).getPath();
            upstream.getOutputStream()
                    .write(head.replaceFirst(" \\S+ ", " " + path + " ").getBytes(StandardCharsets.US_ASCII));
        }
        client.getInputStream().transferTo(upstream.getOutputStream());
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("a head that ends too soon");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // Closed by one side or by the test, which sees it by what it is answered.
                    }
                },
                "forward-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Task {
        void run() throws IOException;
    }
}

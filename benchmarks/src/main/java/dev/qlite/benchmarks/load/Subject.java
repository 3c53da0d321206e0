package dev.qlite.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One server that is measured: an executable file of {@code benchmarks/subjects}, which knows how to install and start
 * it. The README there says what such a file must understand.
 */
record Subject(Path file) {
    String name() {
        return file.getFileName().toString();
    }

    /** What is installed; a {@link BenchmarkException} with the subject's own words if nothing is. */
    String version() {
        return ask("version", Map.of());
    }

    /** Starts it, and waits for its first right answer. */
    Running start(Home home, Upstream upstream) {
        int port = freePort();
        Path work = home.work(name());
        Map<String, String> environment = new HashMap<>(upstream.environment());
        environment.put("PORT", Integer.toString(port));
        environment.put("WORK", work.toString());
        Client client = Client.parse(ask("client", environment), port);
        long start = System.nanoTime();
        Server server = Server.start(List.of(file.toString(), "start"), environment, work);
        try {
            return Running.await(this, server, client, start);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private String ask(String verb, Map<String, String> environment) {
        return Commands.run(List.of(file.toString(), verb), environment).strip();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.qlite.testing;

import java.io.IOException;

/** Threads of small servers, each of which ends with its sockets. */
final class Daemon {
    private Daemon() {}

    /** What is done until a socket ends. */
    @FunctionalInterface
    interface Task {
        void run() throws IOException, InterruptedException;
    }

    static void run(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // One of the two ends has gone, or the server was closed.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}

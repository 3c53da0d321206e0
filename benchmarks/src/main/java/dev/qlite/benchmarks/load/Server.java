package dev.qlite.benchmarks.load;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that serves until it is closed; it does not outlive the JVM. What it says goes to files in its folder. */
final class Server implements AutoCloseable {
    private final Process process;
    private final Path out;

    private Server(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    static Server start(List<String> command, Map<String, String> environment, Path work) {
        File out = work.resolve("out").toFile();
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(out)
                    .redirectError(work.resolve("err").toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new Server(process, out.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProcessTree tree() {
        return new ProcessTree(process.toHandle());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Where its standard output goes. */
    Path out() {
        return out;
    }

    /** Asks it and its children to end, and makes them if they do not within five seconds. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}

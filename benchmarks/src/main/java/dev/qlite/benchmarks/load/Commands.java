package dev.qlite.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Programs that are run to their end. */
final class Commands {
    private Commands() {}

    /** What a program printed; one that fails is a {@link BenchmarkException} with its own words. */
    static String run(List<String> command, Map<String, String> environment) {
        StringBuilder said = new StringBuilder();
        follow(command, environment, line -> said.append(line).append('\n'));
        return said.toString();
    }

    /** Hands over each line when a program prints it, and fails as {@link #run} does. */
    static void follow(List<String> command, Map<String, String> environment, Consumer<String> lines) {
        try {
            Path complaints = Files.createTempFile("benchmark", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).redirectError(complaints.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
                try (BufferedReader out = process.inputReader(UTF_8)) {
                    out.lines().forEach(lines);
                }
                int status = process.waitFor();
                if (status != 0) {
                    String why = Files.readString(complaints).strip();
                    throw new BenchmarkException(
                            why.isEmpty() ? String.join(" ", command) + " ended with " + status : why);
                }
            } finally {
                Files.delete(complaints);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted");
        }
    }

    /** The last line that a program printed. */
    static String lastLine(List<String> command) {
        List<String> lines = run(command, Map.of()).lines().toList();
        if (lines.isEmpty()) {
            throw new BenchmarkException(command.get(0) + " printed nothing");
        }
        return lines.get(lines.size() - 1);
    }
}

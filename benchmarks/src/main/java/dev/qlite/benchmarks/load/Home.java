package dev.qlite.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Where things are in the folder {@code benchmarks}. */
record Home(Path folder) {
    /** The folder that the scripts name. */
    static Home find() {
        return new Home(
                Path.of(System.getProperty("benchmarks.home", "benchmarks")).toAbsolutePath());
    }

    /** A program of {@code benchmarks/tools}, which the scripts have built. */
    String tool(String name) {
        return folder.resolve("target/tools").resolve(name).toString();
    }

    Path wrkScript() {
        return folder.resolve("chat.lua");
    }

    /** Runs a command, whose failures are told without a stack trace if they are the user's to mend. */
    static int execute(Callable<Integer> command, String... args) {
        return new CommandLine(command)
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    if (!(e instanceof BenchmarkException)) {
                        throw e;
                    }
                    System.err.println(line.getCommandName() + ": " + e.getMessage());
                    return 1;
                })
                .execute(args);
    }

    /** The subjects of those names, in the order of the alphabet; all there are if none are named. */
    List<Subject> subjects(List<String> names) {
        List<Subject> known = subjects();
        for (String name : names) {
            if (known.stream().noneMatch(subject -> subject.name().equals(name))) {
                throw new BenchmarkException("no such subject: " + name + "; there are "
                        + String.join(", ", known.stream().map(Subject::name).toList()));
            }
        }
        return known.stream()
                .filter(subject -> names.isEmpty() || names.contains(subject.name()))
                .toList();
    }

    private List<Subject> subjects() {
        try (Stream<Path> files = Files.list(folder.resolve("subjects"))) {
            return files.filter(Files::isExecutable)
                    .map(Subject::new)
                    .sorted(Comparator.comparing(Subject::name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty folder for what one process writes; what an earlier run left there is gone. */
    Path work(String name) {
        Path work = folder.resolve("target/run").resolve(name);
        try {
            if (Files.exists(work)) {
                try (Stream<Path> old = Files.walk(work)) {
                    for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            return Files.createDirectories(work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file for a result. */
    Path result(String name) {
        return folder.resolve("target").resolve(name);
    }
}

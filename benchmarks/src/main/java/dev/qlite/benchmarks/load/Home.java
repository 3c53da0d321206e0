package dev.qlite.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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

    /** All subjects, by name. */
    List<Subject> subjects() {
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

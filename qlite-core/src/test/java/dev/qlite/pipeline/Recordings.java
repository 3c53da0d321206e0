package dev.qlite.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.qlite.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Recorded traffic of real providers. It lies beside the project, not in it: in the folder that {@code QLITE_SHARED}
 * names, or in a folder {@code shared} beside the project's root. Without it a test is skipped; where {@code CI} is
 * true it fails.
 */
public final class Recordings {
    private Recordings() {}

    /** The exchanges of a kind that hold such a file, each a folder. */
    public static List<Path> of(String kind, String file) {
        try (Stream<Path> folders = Files.list(root().resolve("wire").resolve(kind))) {
            return folders.filter(folder -> Files.exists(folder.resolve(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text that lies beside the recordings. */
    public static String text(String file) {
        return new String(bytes(root().resolve("wire").resolve(file)), UTF_8);
    }

    public static Json json(Path file) {
        return Json.parse(bytes(file));
    }

    public static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        String named = System.getenv("QLITE_SHARED");
        Path module = Path.of("").toAbsolutePath();
        List<Path> candidates = named == null
                ? List.of(module.resolve("../shared"), module.resolve("../../shared"))
                : List.of(Path.of(named));
        for (Path candidate : candidates) {
            if (Files.isDirectory(candidate.resolve("wire"))) {
                return candidate;
            }
        }
        String reason = "no recordings (expected: a folder named by QLITE_SHARED, or shared beside the project)";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(reason);
        }
        return abort(reason);
    }
}

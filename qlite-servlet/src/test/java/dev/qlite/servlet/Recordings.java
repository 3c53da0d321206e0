package dev.qlite.servlet;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.qlite.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Recorded requests to real providers. They lie beside the project: in the folder that {@code QLITE_SHARED} names, or in a
 * folder {@code shared} beside the project's root. Without them a test is skipped; where {@code CI} is true it fails.
 */
final class Recordings {
    private Recordings() {}

    /** The requests of a kind, by the names of their exchanges. */
    static Map<String, Json> requests(String kind) {
        Map<String, Json> requests = new TreeMap<>();
        try (Stream<Path> folders = Files.list(root().resolve("wire").resolve(kind))) {
            for (Path folder : folders.toList()) {
                requests.put(
                        folder.getFileName().toString(),
                        Json.parse(Files.readAllBytes(folder.resolve("request.json"))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return requests;
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

package dev.qlite.servlet.conformance;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What real providers said and charge. It lies beside the project, not in it: in the folder that {@code QLITE_SHARED} names,
 * or in a folder {@code shared} beside the project's root. Without it a test is skipped; where {@code CI} is true it fails.
 */
final class SharedFolder {
    private SharedFolder() {}

    /** A folder in it. */
    static Path of(String name) {
        String named = System.getenv("QLITE_SHARED");
        Path module = Path.of("").toAbsolutePath();
        List<Path> candidates = named == null
                ? List.of(module.resolve("../shared"), module.resolve("../../shared"))
                : List.of(Path.of(named));
        for (Path candidate : candidates) {
            if (Files.isDirectory(candidate.resolve(name))) {
                return candidate.resolve(name);
            }
        }
        String reason =
                "no " + name + " (expected: in a folder named by QLITE_SHARED, or in shared beside the project)";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(reason);
        }
        return abort(reason);
    }
}

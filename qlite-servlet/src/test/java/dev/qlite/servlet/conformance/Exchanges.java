package dev.qlite.servlet.conformance;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qlite.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The recordings. They lie beside the project, not in it: in the folder that {@code QLITE_SHARED} names, or in a folder
 * {@code shared} beside the project's root. Without them a test is skipped; where {@code CI} is true it fails.
 */
final class Exchanges {
    private Exchanges() {}

    /** All exchanges of a kind, by name. */
    static List<Exchange> of(Kind kind) {
        try (Stream<Path> folders = Files.list(wire().resolve(kind.folder))) {
            return folders.sorted().map(folder -> read(kind, folder)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The requests of a kind, by the names of their exchanges. */
    static Map<String, Json> requests(String kind) {
        Map<String, Json> requests = new TreeMap<>();
        try (Stream<Path> folders = Files.list(wire().resolve(kind))) {
            folders.forEach(folder ->
                    requests.put(folder.getFileName().toString(), Json.parse(bytes(folder.resolve("request.json")))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return requests;
    }

    private static Exchange read(Kind kind, Path folder) {
        JsonNode meta = Documents.parse(new String(bytes(folder.resolve("meta.json")), StandardCharsets.UTF_8));
        boolean streamed = Files.exists(folder.resolve("response.sse"));
        byte[] bytes = bytes(folder.resolve(streamed ? "response.sse" : "response.json"));
        String body = new String(bytes, StandardCharsets.UTF_8);
        String contentType =
                meta.path("headers").path("content-type").asText(streamed ? "text/event-stream" : "application/json");
        // Google ends its lines with CRLF; the recordings were stored with LF
        return new Exchange(
                kind,
                folder.getFileName().toString(),
                meta.path("status").intValue(),
                contentType,
                streamed,
                streamed && kind == Kind.GOOGLE ? body.replaceAll("\r?\n", "\r\n") : body);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path wire() {
        String named = System.getenv("QLITE_SHARED");
        Path module = Path.of("").toAbsolutePath();
        List<Path> candidates = named == null
                ? List.of(module.resolve("../shared"), module.resolve("../../shared"))
                : List.of(Path.of(named));
        for (Path candidate : candidates) {
            if (Files.isDirectory(candidate.resolve("wire"))) {
                return candidate.resolve("wire");
            }
        }
        String reason = "no recordings (expected: a folder named by QLITE_SHARED, or shared beside the project)";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(reason);
        }
        return abort(reason);
    }
}

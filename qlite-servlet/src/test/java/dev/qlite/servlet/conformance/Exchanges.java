package dev.qlite.servlet.conformance;

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

/** The recordings; they lie in the {@link SharedFolder}. */
final class Exchanges {
    private Exchanges() {}

    /** All exchanges of a kind, by name. */
    static List<Exchange> of(String kind) {
        try (Stream<Path> folders = Files.list(SharedFolder.of("wire").resolve(kind))) {
            return folders.sorted().map(folder -> read(kind, folder)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The requests of a kind, by the names of their exchanges. */
    static Map<String, Json> requests(String kind) {
        Map<String, Json> requests = new TreeMap<>();
        try (Stream<Path> folders = Files.list(SharedFolder.of("wire").resolve(kind))) {
            folders.forEach(folder ->
                    requests.put(folder.getFileName().toString(), Json.parse(bytes(folder.resolve("request.json")))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return requests;
    }

    private static Exchange read(String kind, Path folder) {
        JsonNode meta = Documents.parse(new String(bytes(folder.resolve("meta.json")), StandardCharsets.UTF_8));
        boolean streamed = Files.exists(folder.resolve("response.sse"));
        byte[] bytes = bytes(folder.resolve(streamed ? "response.sse" : "response.json"));
        String body = new String(bytes, StandardCharsets.UTF_8);
        // Google ends its lines with CRLF; the recordings were stored with LF
        return new Exchange(
                kind,
                folder.getFileName().toString(),
                meta,
                streamed,
                streamed && kind.equals(Kind.GOOGLE.folder) ? body.replaceAll("\r?\n", "\r\n") : body);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

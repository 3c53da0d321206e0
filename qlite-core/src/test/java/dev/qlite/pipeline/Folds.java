package dev.qlite.pipeline;

import dev.qlite.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Documents to chunks and back. */
public final class Folds {
    private Folds() {}

    /** The chunks that a document is cut into. */
    static List<Json> cut(Json document, boolean includeUsage) {
        List<Json> chunks = new ArrayList<>();
        Cut cut = new Cut(document, includeUsage);
        for (byte[] chunk = cut.next(); chunk != null; chunk = cut.next()) {
            chunks.add(Json.parse(chunk));
        }
        return chunks;
    }

    static List<Json> cut(String document) {
        return cut(Json.parse(document), true);
    }

    public static Json fold(List<Json> chunks) {
        Fold fold = new Fold();
        chunks.forEach(chunk -> fold.add(Event.of(chunk.toBytes())));
        return fold.toDocument();
    }

    static Json fold(String... chunks) {
        return fold(List.of(chunks).stream().map(Json::parse).toList());
    }
}

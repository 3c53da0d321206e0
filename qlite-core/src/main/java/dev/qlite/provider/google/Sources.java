package dev.qlite.provider.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.json.JoinedString;
import dev.qlite.json.Json;
import java.util.ArrayList;
import java.util.List;

/** What an answer is drawn from, as OpenAI's annotations. Google counts bytes of UTF-8, OpenAI characters. */
final class Sources {
    private Sources() {}

    static List<Json> annotations(Json grounding, Json citations, JoinedString text) {
        List<Json> annotations = new ArrayList<>();
        Json chunks = grounding.get("groundingChunks");
        Json sources = citations.get("citationSources");
        if (chunks.size() == 0 && sources.size() == 0) {
            return annotations;
        }
        byte[] utf8 = text.toJson().asString().getBytes(UTF_8);
        for (Json support : grounding.get("groundingSupports").elements()) {
            for (Json number : support.get("groundingChunkIndices").elements()) {
                Json web = chunks.get(index(number)).get("web");
                add(web.get("uri"), web.get("title"), support.get("segment"), utf8, annotations);
            }
        }
        if (annotations.isEmpty()) {
            for (Json chunk : chunks.elements()) {
                add(chunk.get("web").get("uri"), chunk.get("web").get("title"), Json.MISSING, utf8, annotations);
            }
        }
        for (Json source : sources.elements()) {
            add(source.get("uri"), source.get("title"), source, utf8, annotations);
        }
        return annotations;
    }

    private static void add(Json uri, Json title, Json segment, byte[] utf8, List<Json> annotations) {
        if (!uri.isString()) {
            return;
        }
        Json url = Json.object()
                .put("start_index", characters(utf8, segment.get("startIndex")))
                .put("end_index", characters(utf8, segment.get("endIndex")))
                .put("url", uri)
                .put("title", title.isString() ? title : Json.of(""))
                .build();
        annotations.add(Json.object()
                .put("type", "url_citation")
                .put("url_citation", url)
                .build());
    }

    /** Sources are beside the answer, which does not fail for them: what is no index is that of no chunk. */
    private static int index(Json number) {
        return number.isNumber() ? (int) number.asDouble() : -1;
    }

    /** How many characters (code points) so many bytes are. */
    private static int characters(byte[] utf8, Json bytes) {
        int end = bytes.isNumber() ? (int) Math.max(0, Math.min(bytes.asDouble(), utf8.length)) : 0;
        int characters = 0;
        for (int i = 0; i < end; i++) {
            characters += (utf8[i] & 0xC0) == 0x80 ? 0 : 1;
        }
        return characters;
    }
}

package dev.qlite.provider.anthropic;

import dev.qlite.json.Json;
import java.util.ArrayList;
import java.util.List;

/** What a text is cited from, as OpenAI's annotations: those that have an address. */
final class Citations {
    private Citations() {}

    /**
     * The annotations of one block of text.
     *
     * @param from where the block begins in the answer's text, in characters (code points)
     * @param to where it ends
     */
    static List<Json> annotations(Iterable<Json> citations, int from, int to) {
        List<Json> annotations = new ArrayList<>();
        for (Json citation : citations) {
            if (citation.get("url").isString()) {
                Json title = citation.get("title");
                Json url = Json.object()
                        .put("start_index", from)
                        .put("end_index", to)
                        .put("url", citation.get("url"))
                        .put("title", title.isString() ? title : Json.of(""))
                        .build();
                annotations.add(Json.object()
                        .put("type", "url_citation")
                        .put("url_citation", url)
                        .build());
            }
        }
        return annotations;
    }

    /** The length of a text, as annotations count. */
    static int length(Json text) {
        String said = text.asString();
        return said.codePointCount(0, said.length());
    }
}

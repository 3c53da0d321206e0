package dev.qlite.provider.google;

import dev.qlite.json.Json;
import dev.qlite.json.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/** How likely each token was, as OpenAI says it. */
final class Logprobs {
    private Logprobs() {}

    /** Missing where nothing is said of it. */
    static Json of(Json result) {
        Json chosen = result.get("chosenCandidates");
        if (chosen.size() == 0) {
            return Json.MISSING;
        }
        Json top = result.get("topCandidates");
        List<Json> tokens = new ArrayList<>();
        for (Json token : chosen.elements()) {
            List<Json> others = new ArrayList<>();
            for (Json other : top.get(tokens.size()).get("candidates").elements()) {
                others.add(token(other).build());
            }
            tokens.add(token(token).put("top_logprobs", Json.array(others)).build());
        }
        return Json.object()
                .put("content", Json.array(tokens))
                .put("refusal", Json.NULL)
                .build();
    }

    private static ObjectBuilder token(Json token) {
        return Json.object()
                .put("token", token.require("token"))
                .put("logprob", token.require("logProbability"))
                .put("bytes", Json.NULL);
    }
}

package dev.qlite.cache;

import dev.qlite.json.Json;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Operation;

/** What the cache does with a call, decided from the call alone. */
enum CacheDecision {
    /** Look, and store what is not there. */
    LOOK,
    /** Ask again, and store the answer. */
    REFRESH,
    /** Neither look nor store. */
    BYPASS;

    static CacheDecision of(Call call) {
        CacheControl control = call.cacheControl();
        if (!call.operation().equals(Operation.CHAT) || control.noStore() || mustReachProvider(call.body())) {
            return BYPASS;
        }
        return control.noCache() ? REFRESH : LOOK;
    }

    /** What the provider is to keep must reach it, and what it searches for is live. */
    private static boolean mustReachProvider(Json body) {
        Json search = body.get("web_search_options");
        return body.get("store").equals(Json.TRUE) || !(search.isMissing() || search.isNull());
    }
}

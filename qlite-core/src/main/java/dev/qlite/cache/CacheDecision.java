package dev.qlite.cache;

import dev.qlite.json.Json;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Operation;

/**
 * What the cache does with a call, decided from the call and the policy alone.
 *
 * @param why in words, for whoever wants it explained
 */
record CacheDecision(Action action, String why) {
    /** What is done. */
    enum Action {
        /** Look, and store what is not there. */
        LOOK,
        /** Ask again, and store the answer. */
        REFRESH,
        /** Neither look nor store. */
        BYPASS
    }

    private static final CacheDecision LOOK =
            new CacheDecision(Action.LOOK, "looked for, and stored if it is not there");
    private static final CacheDecision REFRESH = new CacheDecision(Action.REFRESH, "no-cache: asked again, and stored");
    private static final CacheDecision OTHER_OPERATION = bypass("only chat completions are kept");
    private static final CacheDecision NO_STORE = bypass("no-store: neither looked for nor stored");
    private static final CacheDecision STORE = bypass("store: true: the provider is to keep it, and must be asked");
    private static final CacheDecision SEARCH = bypass("web_search_options: what is searched for is live");
    private static final CacheDecision SAMPLED = bypass("when: deterministic: the request does not say temperature: 0");

    static CacheDecision of(Call call, CacheWhen when) {
        CacheControl control = call.cacheControl();
        Json body = call.body();
        if (!call.operation().equals(Operation.CHAT)) {
            return OTHER_OPERATION;
        }
        if (control.noStore()) {
            return NO_STORE;
        }
        if (body.get("store").equals(Json.TRUE)) {
            return STORE;
        }
        Json search = body.get("web_search_options");
        if (!(search.isMissing() || search.isNull())) {
            return SEARCH;
        }
        if (!when.covers(body)) {
            return SAMPLED;
        }
        return control.noCache() ? REFRESH : LOOK;
    }

    private static CacheDecision bypass(String why) {
        return new CacheDecision(Action.BYPASS, why);
    }
}

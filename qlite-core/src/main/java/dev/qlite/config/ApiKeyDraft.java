package dev.qlite.config;

import dev.qlite.config.ValueType.Located;
import dev.qlite.pipeline.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A caller's key while it is read: null is what is not said, or wrong. Immutable. */
record ApiKeyDraft(@Nullable String name, @Nullable Located<Secret> key) {
    static final ApiKeyDraft EMPTY = new ApiKeyDraft(null, null);

    ApiKeyDraft withName(String name) {
        return new ApiKeyDraft(name, key);
    }

    ApiKeyDraft withKey(Located<Secret> key) {
        return new ApiKeyDraft(name, key);
    }

    /** The keys that are whole, after saying which of them are there twice. */
    static List<ApiKey> keys(List<ApiKeyDraft> drafts) {
        List<ApiKey> keys = new ArrayList<>();
        Map<Secret, Place> seen = new HashMap<>();
        for (ApiKeyDraft draft : drafts) {
            if (draft.key == null) {
                continue;
            }
            Place first = seen.putIfAbsent(draft.key.value(), draft.key.place());
            if (first != null) {
                draft.key.place().expected("*** the same as " + first.path(), "a key of its own");
            } else if (draft.name != null) {
                keys.add(new ApiKey(draft.name, draft.key.value()));
            }
        }
        return keys;
    }
}

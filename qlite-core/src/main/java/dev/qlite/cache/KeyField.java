package dev.qlite.cache;

import dev.qlite.cache.CanonicalBody.Place;
import dev.qlite.json.Json;
import dev.qlite.json.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One value of a body that is in the key, and has nothing below it. Immutable.
 *
 * @param path such as {@code messages[0].content}
 * @param text the value as it came
 */
public record KeyField(String path, String text, String top, CacheKey hash) {
    /** Whether it is the same for the key, however it is spelled. */
    boolean isLike(KeyField other) {
        return hash.equals(other.hash);
    }

    /** Those of a body, in the order in which they are hashed. */
    static List<KeyField> in(Json body) {
        List<KeyField> fields = new ArrayList<>();
        for (Member member : CanonicalBody.members(body, Place.BODY)) {
            add(member.name(), member.value(), Place.BODY.member(member), member.name(), fields);
        }
        return fields;
    }

    /** A hash for all of each of the body's own members. */
    static Map<String, String> tops(List<KeyField> fields) {
        Map<String, KeyDigest> digests = new LinkedHashMap<>();
        for (KeyField field : fields) {
            KeyDigest digest = digests.computeIfAbsent(field.top, top -> new KeyDigest());
            digest.text(field.path);
            digest.text(field.hash.toString());
        }
        Map<String, String> hashes = new LinkedHashMap<>();
        digests.forEach((top, digest) -> hashes.put(top, new CacheKey(digest.hash()).toString()));
        return hashes;
    }

    private static void add(String path, Json value, Place place, String top, List<KeyField> fields) {
        if (value.isObject() && value.size() > 0) {
            for (Member member : CanonicalBody.members(value, place)) {
                add(path + "." + member.name(), member.value(), place.member(member), top, fields);
            }
        } else if (value.isArray() && value.size() > 0) {
            int index = 0;
            for (Json element : value.elements()) {
                add(path + "[" + index++ + "]", element, place.element(), top, fields);
            }
        } else {
            KeyDigest digest = new KeyDigest();
            new CanonicalBody(digest).add(value);
            fields.add(new KeyField(path, value.toString(), top, new CacheKey(digest.hash())));
        }
    }
}

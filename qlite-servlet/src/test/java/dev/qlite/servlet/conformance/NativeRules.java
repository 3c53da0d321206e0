package dev.qlite.servlet.conformance;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What is wrong with a provider's native request; for the rules of each a class of its own. Not thread-safe. */
abstract class NativeRules {
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]*={0,2}");

    private final List<String> faults = new ArrayList<>();

    /** All that breaks a rule, each with its path. */
    final List<String> faults() {
        return faults;
    }

    final void check(boolean holds, String path, String rule) {
        if (!holds) {
            faults.add(path + ": " + rule);
        }
    }

    final void only(Json object, String path, Set<String> known) {
        check(object.isObject(), path, "is no object");
        for (Member member : object.members()) {
            check(known.contains(member.name()), path, "has a member of no name: " + member.name());
        }
    }

    final void base64(Json data, String path) {
        check(data.isString() && BASE64.matcher(data.asString()).matches(), path, "is no base64");
    }

    /** A value's text, or an empty one. */
    static String text(Json value) {
        return value.isString() ? value.asString() : "";
    }
}

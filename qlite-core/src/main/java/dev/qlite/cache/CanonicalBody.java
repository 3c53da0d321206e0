package dev.qlite.cache;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The canonical form of a request's body, as it goes into the key: members sorted by name, strings without escapes,
 * numbers in one spelling, and without the fields that cannot change an answer. Order in arrays, absence and null count.
 */
final class CanonicalBody {
    /** In the route already, or a matter of rendering, accounting or the provider's own cache. */
    private static final Set<String> NOT_IN_BODY = Set.of(
            "model",
            "stream",
            "stream_options",
            "user",
            "metadata",
            "store",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "prompt_cache_options",
            "service_tier");

    private static final Set<String> NOT_IN_PART = Set.of("prompt_cache_breakpoint");

    private final KeyDigest digest;

    CanonicalBody(KeyDigest digest) {
        this.digest = digest;
    }

    void add(Json body) {
        add(body, Place.BODY);
    }

    private void add(Json value, Place place) {
        switch (value.kind()) {
            case OBJECT -> addObject(value, place);
            case ARRAY -> {
                digest.mark('[');
                for (Json element : value.elements()) {
                    add(element, place.element());
                }
                digest.mark(']');
            }
            case STRING -> {
                digest.mark('"');
                value.utf8To(digest::piece);
                digest.endText();
            }
            case NUMBER -> {
                digest.mark('#');
                CanonicalNumber.add(value.toBytes(), digest);
                digest.endText();
            }
            case BOOLEAN -> digest.mark(value.asBoolean() ? 't' : 'f');
            case NULL -> digest.mark('0');
            case MISSING -> throw new IllegalStateException("a missing value has no place in a document");
        }
    }

    private void addObject(Json object, Place place) {
        digest.mark('{');
        for (Member member : members(object, place)) {
            digest.mark('"');
            member.nameUtf8To(digest::piece);
            digest.endText();
            add(member.value(), place.member(member));
        }
        digest.mark('}');
    }

    /** The members of an object that count, in the order in which they are hashed. */
    static List<Member> members(Json object, Place place) {
        List<Member> members = new ArrayList<>(object.size());
        for (Member member : object.members()) {
            if (!place.leavesOut(member)) {
                members.add(member);
            }
        }
        members.sort(Member::compareNames);
        return members;
    }

    /** The names of a body's fields that do not count. */
    static List<String> leftOut(Json body) {
        List<String> names = new ArrayList<>();
        for (Member member : body.members()) {
            if (Place.BODY.leavesOut(member)) {
                names.add(member.name());
            }
        }
        return names;
    }

    /** Where in the body a value stands, as far as that decides what counts. */
    enum Place {
        BODY,
        MESSAGES,
        MESSAGE,
        CONTENT,
        PART,
        ELSEWHERE;

        boolean leavesOut(Member member) {
            return switch (this) {
                case BODY -> NOT_IN_BODY.contains(member.name());
                case PART -> NOT_IN_PART.contains(member.name());
                default -> false;
            };
        }

        Place member(Member member) {
            if (this == BODY && member.nameEquals("messages")) {
                return MESSAGES;
            }
            return this == MESSAGE && member.nameEquals("content") ? CONTENT : ELSEWHERE;
        }

        Place element() {
            return switch (this) {
                case MESSAGES -> MESSAGE;
                case CONTENT -> PART;
                default -> ELSEWHERE;
            };
        }
    }
}

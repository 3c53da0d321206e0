package dev.qlite.cache;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
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

    private static final Comparator<Member> BY_NAME = (a, b) -> compareUnsigned(a.nameUtf8(), b.nameUtf8());

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
                digest.mark('[', value.size());
                for (Json element : value.elements()) {
                    add(element, place.element());
                }
            }
            case STRING -> {
                digest.mark('"', 0);
                digest.bytes(value.utf8());
            }
            case NUMBER -> {
                digest.mark('#', 0);
                digest.text(CanonicalNumber.of(value.toString()));
            }
            case BOOLEAN -> digest.mark(value.asBoolean() ? 't' : 'f', 0);
            case NULL -> digest.mark('0', 0);
            case MISSING -> throw new IllegalStateException("a missing value has no place in a document");
        }
    }

    private void addObject(Json object, Place place) {
        List<Member> members = new ArrayList<>(object.size());
        for (Member member : object.members()) {
            if (!place.leavesOut(member.name())) {
                members.add(member);
            }
        }
        members.sort(BY_NAME);
        digest.mark('{', members.size());
        for (Member member : members) {
            digest.bytes(member.nameUtf8());
            add(member.value(), place.member(member));
        }
    }

    private static int compareUnsigned(ByteBuffer a, ByteBuffer b) {
        int mismatch = a.mismatch(b);
        if (mismatch < 0 || mismatch >= Math.min(a.remaining(), b.remaining())) {
            return Integer.compare(a.remaining(), b.remaining());
        }
        return Byte.compareUnsigned(a.get(a.position() + mismatch), b.get(b.position() + mismatch));
    }

    /** Where in the body a value stands, as far as that decides what counts. */
    private enum Place {
        BODY,
        MESSAGES,
        MESSAGE,
        CONTENT,
        PART,
        ELSEWHERE;

        boolean leavesOut(String name) {
            return switch (this) {
                case BODY -> NOT_IN_BODY.contains(name);
                case PART -> NOT_IN_PART.contains(name);
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

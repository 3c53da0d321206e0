package dev.qlite.pipeline;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A JSON value as maps, lists and scalars: the order of members and the spelling of strings do not count. */
public final class Tree {
    private Tree() {}

    public static Object of(String json) {
        return of(Json.parse(json));
    }

    public static Object of(Json json) {
        return switch (json.kind()) {
            case OBJECT -> {
                Map<String, Object> members = new HashMap<>();
                for (Member member : json.members()) {
                    members.put(member.name(), of(member.value()));
                }
                yield members;
            }
            case ARRAY -> {
                List<Object> elements = new ArrayList<>();
                json.elements().forEach(element -> elements.add(of(element)));
                yield elements;
            }
            case STRING -> json.asString();
            case NUMBER -> new Scalar(json.toString().strip());
            case BOOLEAN -> json.asBoolean();
            case NULL -> new Scalar("null");
            case MISSING -> new Scalar("missing");
        };
    }

    /** A number as it is spelled, or nothing. */
    private record Scalar(String text) {
        @Override
        public String toString() {
            return text;
        }
    }
}

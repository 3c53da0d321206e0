package dev.qlite.provider;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import dev.qlite.json.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Documents with one or more of their values exchanged for what nobody expects there. */
public final class JsonMutator {
    private static final List<Json> ODD = List.of(
            Json.NULL,
            Json.TRUE,
            Json.parse("[]"),
            Json.parse("{}"),
            Json.parse("\"\""),
            Json.parse("\"\\ud800\""),
            Json.parse("-1"),
            Json.parse("1e400"),
            Json.parse("99999999999999999999"),
            Json.parse("0.5"),
            Json.parse("[null,{\"type\":null},[1]]"),
            Json.parse("{\"type\":1,\"name\":2,\"id\":[]}"));

    private final Random random;

    public JsonMutator(long seed) {
        this.random = new Random(seed);
    }

    public Json mutate(Json value) {
        if (random.nextInt(12) == 0) {
            return ODD.get(random.nextInt(ODD.size()));
        }
        if (value.isObject()) {
            ObjectBuilder object = Json.object();
            for (Member member : value.members()) {
                if (random.nextInt(20) > 0) {
                    object.put(member.name(), mutate(member.value()));
                }
            }
            return object.build();
        }
        if (value.isArray()) {
            List<Json> elements = new ArrayList<>();
            value.elements().forEach(element -> elements.add(mutate(element)));
            return Json.array(elements);
        }
        return value;
    }
}

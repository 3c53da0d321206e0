package dev.qlite.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Calls;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two bodies have one key if, and only if, a slow and simple reading finds them equal. */
class CacheKeyLawTest {
    private static final int PAIRS = 20_000;
    private static final String PART = "body.messages.*.content.*";
    private static final String[] NAMES = {
        "a", "b", "stream", "user", "messages", "content", "prompt_cache_breakpoint", "é"
    };
    private static final String[][] NUMBERS = {
        {"0", "-0", "0.0", "0e9"},
        {"1", "1.0", "10e-1", "0.1e1"},
        {"100", "1e2", "1E+2"},
        {"-2.5", "-25e-1", "-2.50"},
        {"1e400", "10e399"},
        {"1e999999999"},
        {"0.1", "1e-1"},
        {"0.10000000000000001"}
    };
    private static final String[][] STRINGS = {
        {"\"\""}, {"\"a\"", "\"\\u0061\""}, {"\"/\"", "\"\\/\""}, {"\"é\"", "\"\\u00e9\"", "\"\\u00E9\""},
        {"\"😀\"", "\"\\ud83d\\ude00\""}, {"\"\\ud83d\""}, {"\"\\n\"", "\"\\u000a\""}, {"\"1\""}
    };

    private final Random random = new Random(20261103);
    private final Call call = Calls.routed(Calls.plain());

    @Test
    void keysAreEqualIfAndOnlyIfTheBodiesAre() {
        int equal = 0;
        for (int i = 0; i < PAIRS; i++) {
            long seed = random.nextLong();
            String a = body(new Random(seed), false);
            String b = body(new Random(random.nextInt(3) > 0 ? seed : seed + 1), random.nextInt(3) > 0);
            boolean same = meaning(Json.parse(a), "body").equals(meaning(Json.parse(b), "body"));
            equal += same ? 1 : 0;
            assertThat(key(a).equals(key(b))).as("pair %d: %s and %s", i, a, b).isEqualTo(same);
        }
        assertThat(equal).as("equal pairs").isBetween(PAIRS / 10, PAIRS * 9 / 10);
    }

    private CacheKey key(String body) {
        return CacheKey.of(call.withBody(Json.parse(body)));
    }

    /** A body; another spelling of it, or nearly, if it is to be respelled: members shuffled, one value in 20 changed. */
    private String body(Random choices, boolean respelled) {
        return "{" + members(choices, respelled, 3) + "}";
    }

    private String members(Random choices, boolean respelled, int depth) {
        List<String> members = new ArrayList<>();
        for (String name : NAMES) {
            if (choices.nextInt(3) == 0) {
                members.add("\"" + (respelled ? name.replace("a", "\\u0061") : name) + "\":"
                        + value(choices, respelled, depth - 1));
            }
        }
        if (respelled) {
            Collections.shuffle(members, random);
        }
        return String.join(",", members);
    }

    private String value(Random choices, boolean respelled, int depth) {
        int kind = choices.nextInt(depth == 0 ? 5 : 8);
        int pick = choices.nextInt(8);
        if (respelled && random.nextInt(20) == 0) {
            pick = random.nextInt(8);
        }
        return switch (kind) {
            case 0 -> pick == 0 ? "null" : pick < 5 ? "true" : "false";
            case 1, 2 -> spelling(NUMBERS[pick], respelled);
            case 3, 4 -> spelling(STRINGS[pick], respelled);
            case 5, 6 -> {
                List<String> elements = new ArrayList<>();
                for (int i = choices.nextInt(3); i > 0; i--) {
                    elements.add(value(choices, respelled, depth - 1));
                }
                yield "[" + String.join(",", elements) + "]";
            }
            default -> "{" + members(choices, respelled, depth) + "}";
        };
    }

    private String spelling(String[] spellings, boolean respelled) {
        return spellings[respelled ? random.nextInt(spellings.length) : 0];
    }

    /** What a value means, as far as it can change an answer. */
    private static Object meaning(Json value, String place) {
        return switch (value.kind()) {
            case OBJECT -> {
                Map<String, Object> members = new HashMap<>();
                for (Member member : value.members()) {
                    boolean out = place.equals("body")
                            ? List.of("stream", "user").contains(member.name())
                            : PART.equals(place) && member.name().equals("prompt_cache_breakpoint");
                    if (!out) {
                        members.put(member.name(), meaning(member.value(), place + "." + member.name()));
                    }
                }
                yield members;
            }
            case ARRAY -> {
                List<Object> elements = new ArrayList<>();
                value.elements().forEach(element -> elements.add(meaning(element, place + ".*")));
                yield elements;
            }
            case STRING -> value.asString();
            case NUMBER -> new BigDecimal(value.toString()).stripTrailingZeros(); // which expands no exponent
            case BOOLEAN -> value.asBoolean();
            case NULL -> Map.entry("null", "null");
            case MISSING -> throw new AssertionError();
        };
    }
}

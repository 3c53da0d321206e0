package dev.qlite.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Calls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Two bodies have one key if, and only if, a slow and simple reading finds them equal: Jackson's, as maps, lists and exact
 * numbers, with a list of its own of what does not count. {@code -Dqlite.pairs=1000000} tries a million.
 */
class CacheKeyLawTest {
    private static final int PAIRS = Integer.getInteger("qlite.pairs", 50_000);
    private static final Set<String> OUT = Set.of(
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
    private static final String PART = "body.messages.*.content.*";
    private static final String[] NAMES = {
        "a", "b", "A", "", "stream", "user", "metadata", "messages", "content", "prompt_cache_breakpoint", "é", "😀"
    };
    private static final String[][] NUMBERS = {
        {"0", "-0", "0.0", "0e9", "-0.000e-99999999999999999999"},
        {"1", "1.0", "10e-1", "0.1e1", "1e0", "1E-00000000000000000000000"},
        {"100", "1e2", "1E+2", "0.001e5"},
        {"-2.5", "-25e-1", "-2.50"},
        {"1e400", "10e399"},
        {"1e999999999", "0.1e1000000000"},
        {"1e99999999999999999999", "10e99999999999999999998", "0.01e100000000000000000001"},
        {"1e-99999999999999999999", "0.1e-99999999999999999998"},
        {"0.1", "1e-1"},
        {"0.10000000000000001"},
        {"12345678901234567890"},
        {"12345678901234567891"}
    };
    private static final String[][] STRINGS = {
        {"\"\""},
        {"\"a\"", "\"\\u0061\""},
        {"\"/\"", "\"\\/\""},
        {"\"é\"", "\"\\u00e9\"", "\"\\u00E9\""},
        {"\"😀\"", "\"\\ud83d\\ude00\""},
        {"\"\\ud83d\""},
        {"\"\\ude00\\ud83d\""},
        {"\"A\""},
        {"\"a \""},
        {"\"\\n\"", "\"\\u000a\""},
        {"\"1\""}
    };

    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNumberLength(10_000).build())
            .build();

    private final Random random = new Random(20261103);
    private final Call call = Calls.routed(Calls.plain());

    @Test
    void keysAreEqualIfAndOnlyIfTheBodiesAre() {
        int equal = 0;
        for (int i = 0; i < PAIRS; i++) {
            long seed = random.nextLong();
            String a = body(new Random(seed), false);
            String b = body(new Random(random.nextInt(3) > 0 ? seed : seed + 1), random.nextInt(3) > 0);
            boolean same = meaning(a).equals(meaning(b));
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
        int pick = choices.nextInt(100);
        if (respelled && random.nextInt(20) == 0) {
            pick = random.nextInt(100);
        }
        return switch (kind) {
            case 0 -> pick < 20 ? "null" : pick < 60 ? "true" : "false";
            case 1, 2 -> spelling(NUMBERS[pick % NUMBERS.length], respelled);
            case 3, 4 -> spelling(STRINGS[pick % STRINGS.length], respelled);
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

    /** What a body means, as far as it can change an answer. */
    private static Object meaning(String body) {
        try (JsonParser parser = JACKSON.createParser(body)) {
            parser.nextToken();
            return meaning(parser, "body");
        } catch (IOException e) {
            throw new UncheckedIOException(body, e);
        }
    }

    private static Object meaning(JsonParser parser, String place) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> members = new HashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    Object value = meaning(parser, place + "." + name);
                    boolean out = place.equals("body")
                            ? OUT.contains(name)
                            : PART.equals(place) && name.equals("prompt_cache_breakpoint");
                    if (!out) {
                        members.put(name, value);
                    }
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(meaning(parser, place + ".*"));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> Map.entry("null", "null");
            default -> throw new AssertionError(parser.currentToken());
        };
    }

    /** A whole number that does not end with 0, and the power of ten that it is times of; 0 is 0. */
    private static Object number(String text) {
        String[] parts = text.split("[eE]", 2);
        BigDecimal mantissa = new BigDecimal(parts[0]).stripTrailingZeros();
        if (mantissa.signum() == 0) {
            return BigInteger.ZERO;
        }
        BigInteger exponent = parts.length == 1 ? BigInteger.ZERO : new BigInteger(parts[1].replace("+", ""));
        return Map.entry(mantissa.unscaledValue(), exponent.subtract(BigInteger.valueOf(mantissa.scale())));
    }
}

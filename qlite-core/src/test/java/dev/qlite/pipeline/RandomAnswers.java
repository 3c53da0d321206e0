package dev.qlite.pipeline;

import dev.qlite.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Whole answers as no model gives them: every known field in every shape, unknown ones at every level. */
final class RandomAnswers {
    private static final String[] BITS = {
        "word",
        "a",
        " ",
        "  ",
        "\\n",
        "\\t",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u2028",
        "\u2028",
        "é",
        "中文",
        "😀",
        "👩‍👩‍👧",
        "\\ud83d\\ude00",
        "\\uD83D\\uDE00",
        "\\ud800",
        "\\udc00",
        "\\u0000",
        "\\u00e9",
        "{",
        "}",
        "\\u005c",
        "\\b\\f\\r",
        "\u007f",
        "antidisestablishmentarianism-and-more-of-the-same",
        "😀😀😀😀😀😀😀😀😀😀😀😀"
    };
    private static final String[] NUMBERS = {
        "0", "-0", "1", "1.0", "1.50", "-12e3", "1e400", "1E-7", "12345678901234567890"
    };

    private final Random random;
    private int names;

    RandomAnswers(long seed) {
        this.random = new Random(seed);
    }

    Json next() {
        names = 0;
        List<String> members = new ArrayList<>();
        members.add("\"id\":\"chatcmpl-1\"");
        members.add("\"object\":\"chat.completion\"");
        members.add("\"created\":1700000000");
        members.add("\"model\":\"m\"");
        int choices = 1 + random.nextInt(3);
        members.add("\"choices\":" + array(choices, this::choice));
        maybe(
                members,
                "usage",
                () -> "{\"prompt_tokens\":1,\"completion_tokens\":2,\"completion_tokens_details\":" + object() + ","
                        + unknown() + "}");
        maybe(members, "system_fingerprint", () -> either("null", "\"fp\""));
        maybe(members, "service_tier", () -> either("null", "\"default\""));
        members.add(unknown());
        return Json.parse(object(members));
    }

    /** A JSON string, quotes and all. */
    String string() {
        StringBuilder text = new StringBuilder("\"");
        for (int i = random.nextInt(14); i > 0; i--) {
            text.append(BITS[random.nextInt(BITS.length)]);
        }
        return text.append('"').toString();
    }

    private String choice(int index) {
        List<String> members = new ArrayList<>();
        members.add("\"index\":" + index);
        members.add("\"message\":" + message());
        members.add("\"logprobs\":" + either("null", logprobs()));
        members.add("\"finish_reason\":" + either("\"stop\"", "\"tool_calls\""));
        members.add(unknown());
        return object(members);
    }

    private String message() {
        List<String> members = new ArrayList<>();
        members.add("\"role\":\"assistant\"");
        members.add("\"content\":"
                + either(string(), either("null", "[{\"type\":\"text\",\"text\":" + string() + "}," + object() + "]")));
        maybe(members, "refusal", () -> either("null", string()));
        maybe(members, "reasoning_content", () -> either("null", string()));
        maybe(members, "reasoning", this::string);
        maybe(
                members,
                "annotations",
                () -> array(random.nextInt(3), i -> "{\"type\":\"url_citation\"," + unknown() + "}"));
        maybe(members, "tool_calls", () -> array(random.nextInt(4), this::toolCall));
        maybe(members, "function_call", () -> "{\"name\":\"f\",\"arguments\":" + string() + "}");
        maybe(members, "audio", () -> "{\"id\":\"a\",\"data\":" + string() + "}");
        maybe(
                members,
                "reasoning_details",
                () -> array(
                        random.nextInt(3),
                        i -> "{\"index\":" + (7 - i) + ",\"type\":\"t\",\"text\":" + string() + ",\"signature\":"
                                + string() + ",\"format\":\"f\"}"));
        members.add(unknown());
        return object(members);
    }

    private String toolCall(int number) {
        String id = "\"id\":\"call_" + number + "\",";
        return random.nextInt(4) == 0
                ? "{" + id + "\"type\":\"custom\",\"custom\":{\"name\":\"c\",\"input\":" + string() + "}}"
                : "{" + id + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":" + string() + ","
                        + unknown() + "}," + unknown() + "}";
    }

    private String logprobs() {
        return "{\"content\":"
                + array(
                        random.nextInt(3),
                        i -> "{\"token\":" + string() + ",\"logprob\":-0.5,\"top_logprobs\":[" + object() + "]}")
                + ",\"refusal\":null," + unknown() + "}";
    }

    /** A member that nobody knows. */
    private String unknown() {
        return "\"x" + names++ + "\":" + value(2);
    }

    private String object() {
        return "{" + unknown() + "}";
    }

    private String value(int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> "null";
            case 1 -> either("true", "false");
            case 2 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 3, 4 -> string();
            case 5 -> array(random.nextInt(3), i -> value(depth - 1));
            default ->
                random.nextInt(3) == 0 ? "{}" : "{\"a\":" + value(depth - 1) + ",\"\\u0062\":" + value(depth - 1) + "}";
        };
    }

    private void maybe(List<String> members, String name, Supplier<String> value) {
        if (random.nextBoolean()) {
            members.add(random.nextInt(members.size() + 1), "\"" + name + "\":" + value.get());
        }
    }

    private String either(String a, String b) {
        return random.nextBoolean() ? a : b;
    }

    private static String object(List<String> members) {
        return "{" + String.join(",", members) + "}";
    }

    private static String array(int size, IntFunction<String> element) {
        return IntStream.range(0, size).mapToObj(element).collect(Collectors.joining(",", "[", "]"));
    }
}

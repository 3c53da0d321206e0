package dev.qlite.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A name occurs once in an object. */
class JsonNamesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"a":1,"a":2}                          | a: | 7
                    {"a":1,"b":2,"a":3}                    | a: | 13
                    {"a":1,"\\u0061":2}                    | a: | 7
                    {"\\u0061":1,"a":2}                    | a: | 12
                    {"":1,"":2}                            | [""]: | 6
                    {"é":1,"\\u00e9":2}                    | é: | 8
                    {"😀":1,"\\ud83d\\uDE00":2}            | ["😀"]: | 10
                    {"\\ud800":1,"\\ud800":2}              | ["\\ud800"]: | 12
                    [0,{"m":[{"x":{}},{"b":1,"b":1}]}]     | [1].m[1].b: | 25
                    {"a":{"x y":1,"x y":2}}                | a["x y"]: | 14
                    """)
    void aDuplicateNameIsAnErrorWithItsPathAndPlace(String text, String path, int offset) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> Json.parse(text))
                .withMessage(path + " a duplicate name (expected: each name once) at byte " + offset)
                .satisfies(e -> assertThat(e.offset()).isEqualTo(offset));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"b\":{\"a\":2}}",
                "[{\"a\":1},{\"a\":2}]",
                "{\"a\":1,\"A\":2,\"aa\":3,\"\":4}",
                "{\"\\ud800\":1,\"\\udc00\":2,\"\\ud800\\udc00\":3}",
                "{\"\\u0061\":1,\"\\u0062\":2,\"c\":3}"
            })
    void differentNamesAreNoDuplicates(String text) {
        assertThat(Json.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 31, 32, 33, 64, 65, 1_000})
    void aDuplicateIsFoundAmongAnyNumberOfMembers(int size) {
        String members = members(size);
        assertThat(Json.parse("{" + members + "}").size()).isEqualTo(size);
        for (int again : new int[] {0, size / 2, size - 1}) {
            for (String spelling : new String[] {"name" + again, "\\u006eame" + again}) {
                assertThatExceptionOfType(JsonException.class)
                        .isThrownBy(() -> Json.parse("{" + members + ",\"" + spelling + "\":0}"))
                        .withMessageStartingWith("name" + again + ": a duplicate name");
            }
        }
    }

    @Test
    void aMillionMembersAreReadInLinearTime() {
        String text = "{" + members(1_000_000) + "}";
        Assertions.assertTimeout(
                Duration.ofSeconds(20),
                () -> assertThat(Json.parse(text).size()).isEqualTo(1_000_000));
    }

    @Test
    void namesThatStringHashesAlikeAreReadInLinearTime() {
        // "Aa" and "BB" have one String.hashCode, and so have all words of them
        String text = IntStream.range(0, 1 << 16)
                .mapToObj(i -> "\""
                        + Integer.toBinaryString(i | 1 << 16).replace("0", "Aa").replace("1", "BB") + "\":0")
                .collect(Collectors.joining(",", "{", "}"));
        Assertions.assertTimeout(
                Duration.ofSeconds(20),
                () -> assertThat(Json.parse(text).size()).isEqualTo(1 << 16));
    }

    @Test
    void theHashIsSipHash13() {
        // the first of the vectors in Rust's core::hash::sip tests: key 00 01 … 0f, no input
        assertThat(SipHash.of(new byte[0], 0, 0, 0x0706050403020100L, 0x0f0e0d0c0b0a0908L))
                .isEqualTo(0xabac0158050fc4dcL);
    }

    private static String members(int size) {
        return IntStream.range(0, size).mapToObj(i -> "\"name" + i + "\":" + i).collect(Collectors.joining(","));
    }
}

package dev.qlite.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonParseTest {
    private static final String EVERYTHING = """
            {"text": "caf\u00e9 \\u00e9 \\ud83d\\ude00 \ud83d\ude00 \\" \\\\ \\/ \\b\\f\\n\\r\\t and more than eight bytes",
             "numbers": [0, -0, 10, -1.5, 1e5, 1E-5, 2.25e+10], "words": [true, false, null],
             "empty": {"": {}, "a": [ ]}, "nested": [[[{"x": [1]}]]]}""";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.5",
                "-0.5e-10",
                "1E+2",
                "123456789012345678901234567890",
                "1e999999999",
                "1e-99999999999999",
                "\"\"",
                "\"a\"",
                "\"12345678\"",
                "\"1234567\\n\"",
                "\"\\u0000\"",
                "\"\\ud800\"",
                "\"\\uDFFF\\ud800\"",
                "\"\u007f\"",
                "\"\u0080\u07ff\u0800\uffff\"",
                "\"\ud800\udc00\udbff\udfff\"",
                "\"\ufeff\"",
                "\"\u2028\"",
                "true",
                "false",
                "null",
                "[]",
                "[ ]",
                "[1]",
                "[1,2]",
                "[[],[[]],{}]",
                "{}",
                "{ }",
                "{\"a\":1}",
                "{\"a\":{\"a\":{\"a\":1}}}",
                "{\"\":0}",
                "{\"a\":1,\"A\":2}",
                "[{\"a\":1},{\"a\":1}]",
                " \t\r\n[ \t\r\n1 \t\r\n, \t\r\n{ \t\r\n\"a\" \t\r\n: \t\r\n1 \t\r\n} \t\r\n] \t\r\n"
            })
    void aJsonTextIsKeptAsItCame(String text) {
        assertThat(Json.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``              |  0
                    `  `            |  2
                    nul             |  3
                    nulL            |  3
                    True            |  0
                    truee           |  4
                    NaN             |  0
                    -Infinity       |  1
                    +1              |  0
                    01              |  1
                    -01             |  2
                    -               |  1
                    .5              |  0
                    1.              |  2
                    1.e5            |  2
                    1e              |  2
                    1e+             |  3
                    0x10            |  1
                    1 2             |  2
                    1,              |  1
                    '1'             |  0
                    "               |  1
                    "a              |  2
                    "\\             |  2
                    "\\"            |  3
                    "\\x"           |  2
                    "\\u12"         |  5
                    "\\u12G4"       |  5
                    "\\uD8"         |  5
                    "\\U0041"       |  2
                    ["a"            |  4
                    [               |  1
                    ]               |  0
                    [1              |  2
                    [1,             |  3
                    [1,]            |  3
                    [,1]            |  1
                    [1,,2]          |  3
                    [1 2]           |  3
                    [1}             |  2
                    [1]]            |  3
                    [1]x            |  3
                    {               |  1
                    }               |  0
                    {]              |  1
                    {1:2}           |  1
                    {a:1}           |  1
                    {"a"}           |  4
                    {"a":}          |  5
                    {"a",1}         |  4
                    {"a":1,}        |  7
                    {,"a":1}        |  1
                    {"a":1 "b":2}   |  7
                    {"a":1]         |  6
                    {"a"::1}        |  5
                    {"a":1}}        |  7
                    // a            |  0
                    [1/*a*/]        |  2
                    [1]#            |  3
                    """)
    void whatIsNoJsonIsAnErrorWithItsPlace(String text, int offset) {
        assertThat(failure(text.getBytes(UTF_8)).offset()).isEqualTo(offset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "BF",
                "C0 80",
                "C1 BF",
                "C2 41",
                "C3 C3",
                "E0 80 80",
                "E0 9F BF",
                "E1 80 41",
                "ED A0 80",
                "ED BF BF",
                "EF 41",
                "F0 80 80 80",
                "F0 8F BF BF",
                "F1 80 80 41",
                "F4 90 80 80",
                "F5 80 80 80",
                "F8 88 80 80",
                "FE",
                "FF"
            })
    void invalidUtf8IsAnErrorWithItsPlace(String hex) {
        byte[] bad = bytes(hex);
        for (String before : new String[] {"\"", "\"12345678", "{\"abc\u00e9", "[\"\\n"}) {
            byte[] head = before.getBytes(UTF_8);
            byte[] text = Arrays.copyOf(head, head.length + bad.length + 10);
            Arrays.fill(text, (byte) '"');
            System.arraycopy(head, 0, text, 0, head.length);
            System.arraycopy(bad, 0, text, head.length, bad.length);
            JsonException failure = failure(text);
            assertThat(failure).hasMessageContaining("invalid UTF-8");
            assertThat(failure.offset()).isBetween(head.length, head.length + 1);
        }
    }

    @Test
    void aByteOrderMarkIsAnError() {
        assertThat(failure("\ufeff{}".getBytes(UTF_8)))
                .hasMessage("unexpected byte 0xEF (expected: a value) at byte 0");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 13, 31})
    void aRawControlCharacterInAStringIsAnErrorWhereverItStands(int control) {
        for (int length = 0; length < 20; length++) {
            String text = "[\"" + "x".repeat(length) + (char) control + "yyyyyyyyyyyyyyyy\"]";
            JsonException failure = failure(text.getBytes(UTF_8));
            assertThat(failure).hasMessageStartingWith("a raw control character in a string");
            assertThat(failure.offset()).isEqualTo(2 + length);
        }
    }

    @Test
    void aTextCutAtAnyByteEndsUnexpectedlyThere() {
        byte[] whole = EVERYTHING.getBytes(UTF_8);
        assertThat(Json.parse(whole)).hasToString(EVERYTHING);
        for (int length = 0; length < whole.length; length++) {
            JsonException failure = failure(Arrays.copyOf(whole, length));
            assertThat(failure).hasMessageStartingWith("unexpected end (expected: ");
            assertThat(failure.offset()).isEqualTo(length);
        }
    }

    @Test
    void onlyTheGivenPartIsRead() {
        byte[] bytes = "{\"a\":[1,2]}, \"b".getBytes(UTF_8);
        assertThat(Json.parse(bytes, 5, 10)).hasToString("[1,2]");
        assertThat(Json.parse(bytes, 6, 7).asLong()).isEqualTo(1);
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> Json.parse(bytes, 5, 9))
                .withMessage("unexpected end (expected: ',' or ']') at byte 4");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> Json.parse(bytes, 5, 100));
    }

    @Test
    void nestingHasALimit() {
        assertThat(Json.parse("[".repeat(1_000) + "]".repeat(1_000)).isArray()).isTrue();
        assertThat(Json.parse("{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000)).isObject())
                .isTrue();
        assertThat(failure("[".repeat(10_000).getBytes(UTF_8)))
                .hasMessage("nested too deeply (expected: at most 1000 levels) at byte 1000");
        assertThat(failure("{\"a\":".repeat(1_001).getBytes(UTF_8)).offset()).isEqualTo(5_000);
    }

    @Test
    void theLengthOfANumberHasALimit() {
        String longest = "-0." + "1".repeat(997);
        assertThat(Json.parse(longest)).hasToString(longest);
        assertThat(failure(("[" + longest + "1]").getBytes(UTF_8)))
                .hasMessage("a number too long (expected: at most 1000 characters) at byte 1");
    }

    @Test
    void aMessageNeverQuotesAString() {
        assertThat(failure("{\"key\": \"sk-secret\u0001\"}".getBytes(UTF_8)))
                .hasMessageNotContaining("sk-")
                .hasMessageContaining("at byte 18");
    }

    private static byte[] bytes(String hex) {
        String[] parts = hex.split(" ", -1);
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i], 16);
        }
        return bytes;
    }

    private static JsonException failure(byte[] text) {
        return catchThrowableOfType(JsonException.class, () -> {
            Json.parse(text);
            throw new AssertionError("accepted: " + new String(text, ISO_8859_1));
        });
    }
}

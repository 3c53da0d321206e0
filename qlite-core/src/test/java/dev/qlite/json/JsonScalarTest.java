package dev.qlite.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strings, numbers and booleans say. */
class JsonScalarTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "7, 7",
        "-7, -7",
        "1.0, 1",
        "1e3, 1000",
        "12.50e1, 125",
        "1000e-3, 1",
        "0e999999999, 0",
        "0.000e-5, 0",
        "999999999999999999, 999999999999999999",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808",
        "9223372036854775807.000, 9223372036854775807"
    })
    void aWholeNumberIsReadInAnySpelling(String text, long value) {
        assertThat(Json.parse(text).asLong()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.5",
                "1.5",
                "1e-1",
                "9223372036854775808",
                "-9223372036854775809",
                "1e19",
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                "1e2147483647",
                "1e-2147483647",
                "1e2147483648",
                "1e99999999999999999999"
            })
    void whatIsNoLongIsAnError(String text) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> Json.parse("[" + text + "]").get(0).asLong())
                .withMessage("[0]: a number (expected: a whole number of 64 bits)");
    }

    @Test
    void anIntHasItsOwnRange() {
        assertThat(Json.parse("-2147483648").asInt()).isEqualTo(Integer.MIN_VALUE);
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(Json.parse("2147483648")::asInt)
                .withMessage("a number (expected: a whole number of 32 bits)");
    }

    @Test
    void aDoubleIsFinite() {
        assertThat(Json.parse("0.1").asDouble()).isEqualTo(0.1);
        assertThat(Json.parse("-1e-400").asDouble()).isEqualTo(-0.0);
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(Json.parse("1e400")::asDouble)
                .withMessage("a number (expected: a number in the range of a double)");
    }

    @Test
    void aDecimalIsExactAndNeverExpanded() {
        assertThat(Json.parse("1.50").asDecimal()).isEqualTo(new BigDecimal("1.50"));
        assertThat(Json.parse("1e999999999").asDecimal()).isEqualTo(new BigDecimal("1e999999999"));
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(Json.parse("1e99999999999")::asDecimal)
                .withMessage("a number (expected: a number with a smaller exponent)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    plain                     | 706c61696e
                    é€😀                      | c3a9e282acf09f9880
                    \\u00e9\\u20ac\\ud83d\\ude00 | c3a9e282acf09f9880
                    a\\"\\\\\\/\\b\\f\\n\\r\\tz | 61225c2f080c0a0d097a
                    \\u0000                   | 00
                    \\ud800                   | eda080
                    \\udc00\\ud800            | edb080eda080
                    \\ud83d\\ud83d\\ude00     | eda0bdf09f9880
                    \\ud83dx\\ude00           | eda0bd78edb880
                    \\ud83d\\n                | eda0bd0a
                    """)
    void aStringHasItsCharactersAsUtf8(String inner, String hex) {
        Json json = Json.parse("\"" + inner + "\"");
        ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
        json.utf8To((bytes, from, to) -> utf8.write(bytes, from, to - from));
        assertThat(HexFormat.of().formatHex(utf8.toByteArray())).isEqualTo(hex);
        assertThat(json.textEquals(json.asString())).isTrue();
        assertThat(json.textEquals(json.asString() + "x")).isFalse();
        assertThat(json.textEquals("x" + json.asString())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    abc        | abd
                    abc        | ab
                    é          | e
                    é          | Ã©
                    \\u0041    | B
                    \\ud800    | ?
                    1          | 11
                    """)
    void otherCharactersAreNotEqual(String inner, String other) {
        assertThat(Json.parse("\"" + inner + "\"").textEquals(other)).isFalse();
        assertThat(Json.parse("\"" + inner + "\"").textEquals("")).isFalse();
        assertThat(Json.parse("1").textEquals("1")).isFalse();
    }

    @Test
    void halfASurrogatePairSurvives() {
        assertThat(Json.parse("\"a\\uDC00b\"").asString()).isEqualTo("a\udc00b");
        assertThat(Json.of("\ud800")).hasToString("\"\\ud800\"");
        assertThat(Json.of("\ud83d\ude00").toBytes()).isEqualTo("\"\ud83d\ude00\"".getBytes(UTF_8));
    }

    @Test
    void escapesAreFoundAtAnyPlaceOfAWord() {
        for (int before = 0; before < 20; before++) {
            for (String special : new String[] {"\"", "\\", "\n", "é", "😀", "\u007f"}) {
                String text = "x".repeat(before) + special + "y".repeat(11) + special;
                assertThat(Json.parse(Json.of(text).toBytes()).asString()).isEqualTo(text);
            }
        }
    }

    @Test
    void valuesAreMadeFromJava() {
        assertThat(Json.of(-5)).hasToString("-5");
        assertThat(Json.of(1.5e300)).hasToString("1.5E300");
        assertThat(Json.of(new BigDecimal("1.50"))).hasToString("1.50");
        assertThat(Json.of(true)).isSameAs(Json.TRUE);
        assertThat(Json.array(List.of(Json.NULL, Json.of("a")))).hasToString("[null,\"a\"]");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Json.of(Double.NaN));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Json.of(new BigDecimal("1".repeat(1_001))));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Json.array(List.of(Json.MISSING)));
    }
}

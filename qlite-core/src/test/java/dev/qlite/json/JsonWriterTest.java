package dev.qlite.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonWriterTest {
    @Test
    void commasAndColonsComeByThemselves() {
        JsonWriter writer = new JsonWriter()
                .beginObject()
                .name("a")
                .beginArray()
                .value(1)
                .value("x")
                .value(0.5)
                .value(true)
                .nullValue()
                .value(new BigDecimal("1.50"))
                .value(Json.parse(" [ ] "))
                .raw("{ }".getBytes(StandardCharsets.UTF_8))
                .beginArray()
                .endArray()
                .endArray()
                .name("b")
                .beginObject()
                .name("c")
                .value(2)
                .endObject()
                .endObject();
        assertThat(writer.toJson()).hasToString("{\"a\":[1,\"x\",0.5,true,null,1.50,[ ],{ },[]],\"b\":{\"c\":2}}");
        assertThat(new JsonWriter().value(Long.MIN_VALUE).toJson()).hasToString("-9223372036854775808");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "34, `\\\"`",
                "92, `\\\\`",
                "8, `\\b`",
                "12, `\\f`",
                "10, `\\n`",
                "13, `\\r`",
                "9, `\\t`",
                "0, `\\u0000`",
                "31, `\\u001f`",
                "127, `\u007f`",
                "47, `/`",
                "0xd800, `\\ud800`",
                "0xdfff, `\\udfff`",
                "0xe9, `é`"
            })
    void onlyWhatMustBeIsEscaped(String codeUnit, String expected) {
        String text = "" + (char) Integer.decode(codeUnit).intValue();
        assertThat(new JsonWriter().value(text).toJson()).hasToString("\"" + expected + "\"");
    }

    @Test
    void anyStringComesBackAsItWas() {
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                int range = new int[] {0x80, 0x20, 0x800, 0x10000}[random.nextInt(4)];
                text.append((char) (random.nextInt(8) == 0 ? 0xD800 + random.nextInt(0x800) : random.nextInt(range)));
            }
            Json json = new JsonWriter()
                    .beginObject()
                    .name(text + "")
                    .value(text + "")
                    .endObject()
                    .toJson();
            assertThat(json.get(text + "").asString()).isEqualTo(text + "");
        }
    }

    @Test
    void anyDoubleComesBackAsItWas() {
        Random random = new Random(2);
        for (int round = 0; round < 2_000; round++) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(number)) {
                assertThat(Json.of(number).asDouble()).isEqualTo(number);
            }
        }
    }

    @Test
    void callsOutOfOrderAreRefused() {
        assertThatIllegalStateException().isThrownBy(() -> new JsonWriter().toBytes());
        assertThatIllegalStateException()
                .isThrownBy(() -> new JsonWriter().beginArray().toBytes());
        assertThatIllegalStateException()
                .isThrownBy(() -> new JsonWriter().beginArray().name("a"));
        assertThatIllegalStateException()
                .isThrownBy(() -> new JsonWriter().beginArray().endObject());
        assertThatIllegalStateException()
                .isThrownBy(() -> new JsonWriter().beginObject().value(1));
        assertThatIllegalStateException()
                .isThrownBy(() -> new JsonWriter().beginObject().name("a").name("b"));
        assertThatIllegalStateException()
                .isThrownBy(() -> new JsonWriter().beginObject().name("a").endObject());
        assertThatIllegalStateException()
                .isThrownBy(() -> new JsonWriter().value(1).value(2));
        assertThatIllegalStateException().isThrownBy(() -> new JsonWriter().name("a"));
        assertThatIllegalStateException().isThrownBy(() -> new JsonWriter().endArray());
    }

    @Test
    void whatJsonCannotSayIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new JsonWriter().value(Double.POSITIVE_INFINITY))
                .withMessage("number: Infinity (expected: a finite one)");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new JsonWriter().value(Json.MISSING));
    }
}

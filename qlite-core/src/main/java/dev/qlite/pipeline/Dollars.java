package dev.qlite.pipeline;

import dev.qlite.json.Json;
import dev.qlite.json.JsonWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** US dollars as they are told. */
public final class Dollars {
    private Dollars() {}

    /** Plain decimal to the last digit: no exponent, no zeros at the end. */
    public static String text(BigDecimal dollars) {
        return dollars.signum() == 0 ? "0" : dollars.stripTrailingZeros().toPlainString();
    }

    /** The same as a number. */
    static Json json(BigDecimal dollars) {
        return Json.parse(text(dollars));
    }

    /** Writes them as a number; null where they are not known. */
    public static void write(JsonWriter out, @Nullable BigDecimal dollars) {
        if (dollars == null) {
            out.nullValue();
        } else {
            out.raw(text(dollars).getBytes(StandardCharsets.US_ASCII));
        }
    }
}

package dev.qlite.pipeline;

import dev.qlite.json.Json;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** US dollars as they are told. */
public final class Dollars {
    private Dollars() {}

    /** Plain decimal to the last digit: no exponent, no zeros at the end. */
    public static String text(BigDecimal dollars) {
        return dollars.signum() == 0 ? "0" : dollars.stripTrailingZeros().toPlainString();
    }

    /** The same as a number; null where it is not known. */
    public static Json json(@Nullable BigDecimal dollars) {
        return dollars == null ? Json.NULL : Json.parse(text(dollars));
    }
}

package dev.qlite.pipeline;

import java.math.BigDecimal;

/** US dollars as a text. */
public final class Dollars {
    private Dollars() {}

    /** Plain decimal to the last digit: no exponent, no zeros at the end. */
    public static String text(BigDecimal dollars) {
        return dollars.signum() == 0 ? "0" : dollars.stripTrailingZeros().toPlainString();
    }
}

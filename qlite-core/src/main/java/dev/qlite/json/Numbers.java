package dev.qlite.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigDecimal;

/**
 * Reads the text of a number the tokenizer has accepted. Nothing here takes longer for a large exponent: {@code
 * 1e999999999} is never written out.
 */
final class Numbers {
    private static final int DIGITS_OF_A_LONG = 19;

    private Numbers() {}

    /**
     * The number as a long, whatever its spelling ({@code 1e3} is 1000).
     *
     * @throws ArithmeticException if it is not whole or does not fit
     */
    static long toLong(byte[] bytes, int from, int to) {
        boolean negative = bytes[from] == '-';
        int p = negative ? from + 1 : from;
        if (to - p < DIGITS_OF_A_LONG) {
            long value = 0;
            while (p < to && bytes[p] >= '0' && bytes[p] <= '9') {
                value = value * 10 + (bytes[p++] - '0');
            }
            if (p == to) {
                return negative ? -value : value;
            }
        }
        return toLong(toDecimal(bytes, from, to));
    }

    private static long toLong(BigDecimal value) {
        if (value.signum() == 0) {
            return 0;
        }
        long integerDigits = (long) value.precision() - value.scale();
        if (integerDigits <= 0 || integerDigits > DIGITS_OF_A_LONG) {
            throw new ArithmeticException("no long");
        }
        return value.longValueExact(); // its scale is now small on either side
    }

    /** @throws ArithmeticException if it is beyond what a double can hold */
    static double toDouble(byte[] bytes, int from, int to) {
        double value = Double.parseDouble(text(bytes, from, to));
        if (Double.isInfinite(value)) {
            throw new ArithmeticException("no double");
        }
        return value;
    }

    /** @throws ArithmeticException if its exponent is beyond what a BigDecimal can hold */
    static BigDecimal toDecimal(byte[] bytes, int from, int to) {
        try {
            return new BigDecimal(text(bytes, from, to));
        } catch (NumberFormatException e) {
            throw new ArithmeticException("no decimal");
        }
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, ISO_8859_1);
    }
}

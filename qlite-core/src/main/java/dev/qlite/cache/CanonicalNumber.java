package dev.qlite.cache;

import java.math.BigInteger;

/**
 * A JSON number in one spelling: its digits without zeros at either end, and the power of ten that they are times of.
 * So {@code 1}, {@code 1.0} and {@code 10e-1} are alike; {@code -0} is 0; no exponent is ever expanded.
 */
final class CanonicalNumber {
    private static final int LONG_DIGITS = 15;

    private CanonicalNumber() {}

    static String of(String json) {
        boolean negative = json.charAt(0) == '-';
        int e = Math.max(json.indexOf('e'), json.indexOf('E'));
        int mantissaEnd = e < 0 ? json.length() : e;
        int point = json.indexOf('.');
        int fraction = point < 0 ? 0 : mantissaEnd - point - 1;
        String digits = json.substring(negative ? 1 : 0, mantissaEnd).replace(".", "");
        int first = 0;
        while (first < digits.length() && digits.charAt(first) == '0') {
            first++;
        }
        if (first == digits.length()) {
            return "0";
        }
        int last = digits.length();
        while (digits.charAt(last - 1) == '0') {
            last--;
        }
        String power = power(e < 0 ? "0" : json.substring(e + 1), digits.length() - last - fraction);
        return (negative ? "-" : "") + digits.substring(first, last) + "e" + power;
    }

    private static String power(String exponent, int shift) {
        if (exponent.length() <= LONG_DIGITS) {
            return Long.toString(Long.parseLong(exponent) + shift);
        }
        String unsigned = exponent.charAt(0) == '+' ? exponent.substring(1) : exponent;
        return new BigInteger(unsigned).add(BigInteger.valueOf(shift)).toString();
    }
}

package dev.qlite.cache;

import java.nio.charset.StandardCharsets;

/**
 * A JSON number in one spelling: its digits without zeros at either end, and the power of ten that they are times of.
 * So {@code 1}, {@code 1.0} and {@code 10e-1} are alike; {@code -0} is 0. No exponent is ever expanded, and however long
 * one is, this takes time with its length alone.
 */
final class CanonicalNumber {
    /** So many digits of an exponent are reckoned with at once. */
    private static final int DIGITS = 18;

    private static final long LIMIT = 1_000_000_000_000_000_000L;

    private CanonicalNumber() {}

    static void add(byte[] json, KeyDigest digest) {
        int p = json[0] == '-' ? 1 : 0;
        int e = p;
        int point = -1;
        int first = -1; // digits that are not 0
        int last = -1;
        while (e < json.length && json[e] != 'e' && json[e] != 'E') {
            if (json[e] == '.') {
                point = e;
            } else if (json[e] != '0') {
                first = first < 0 ? e : first;
                last = e;
            }
            e++;
        }
        if (first < 0) {
            digest.character((byte) '0');
            return;
        }
        if (p == 1) {
            digest.character((byte) '-');
        }
        for (int i = first; i <= last; i++) {
            if (i != point) {
                digest.character(json[i]);
            }
        }
        digest.character((byte) 'e');
        int pointAt = point < 0 ? e : point;
        int shift = last < pointAt ? pointAt - last - 1 : pointAt - last; // how far the last digit is from the ones
        exponent(json, e + 1, shift, digest);
    }

    /** The exponent that begins there, if any does, and the shift together, in one spelling. */
    private static void exponent(byte[] json, int from, int shift, KeyDigest digest) {
        int p = from;
        boolean negative = p < json.length && json[p] == '-';
        if (p < json.length && (json[p] == '-' || json[p] == '+')) {
            p++;
        }
        while (p < json.length && json[p] == '0') {
            p++;
        }
        int split = Math.max(p, json.length - DIGITS);
        long low = 0;
        for (int i = split; i < json.length; i++) {
            low = low * 10 + json[i] - '0';
        }
        if (split == p) {
            text(Long.toString((negative ? -low : low) + shift), digest);
            return;
        }
        long sum = low + (negative ? -shift : shift); // of the exponent's size, without its sign
        byte[] high = new byte[split - p + 1]; // with room for a carry
        System.arraycopy(json, p, high, 1, split - p);
        high[0] = '0';
        if (sum >= LIMIT) {
            sum -= LIMIT;
            step(high, '9', '0', 1);
        } else if (sum < 0) {
            sum += LIMIT;
            step(high, '0', '9', -1);
        }
        if (negative) {
            digest.character((byte) '-');
        }
        int start = 0;
        while (start < high.length && high[start] == '0') {
            start++;
        }
        digest.piece(high, start, high.length);
        String rest = Long.toString(sum);
        for (int i = start == high.length ? DIGITS : rest.length(); i < DIGITS; i++) {
            digest.character((byte) '0');
        }
        text(rest, digest);
    }

    /** Adds one to a number of digits, or takes one away. */
    private static void step(byte[] digits, char overflowing, char overflowed, int step) {
        int i = digits.length - 1;
        while (digits[i] == overflowing) {
            digits[i--] = (byte) overflowed;
        }
        digits[i] += (byte) step;
    }

    private static void text(String ascii, KeyDigest digest) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        digest.piece(bytes, 0, bytes.length);
    }
}

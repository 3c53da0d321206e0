package dev.qlite.json;

import java.util.Arrays;

/**
 * Finds a name that an object has twice. Names are the same when their characters are, however they are escaped.
 *
 * <p>Small objects are compared pair by pair, where a 64-bit sieve spares most pairs; large ones, and those with escaped
 * names, through a hash table of tape nodes. Its hash has a secret key: whoever sends the names cannot choose them to
 * collide.
 */
final class Names {
    private static final int SMALL = 32;

    private Names() {}

    /** The node of the first name that occurred before, or {@link Tape#NONE}. */
    static int firstDuplicate(Tape tape, int object) {
        if (tape.size(object) > SMALL) {
            return hashed(tape, object);
        }
        byte[] bytes = tape.bytes();
        long seen = 0;
        int end = tape.after(object);
        for (int name = tape.firstChild(object); name < end; name = tape.after(tape.valueOf(name))) {
            if (tape.isEscaped(name)) {
                return hashed(tape, object);
            }
            int start = tape.start(name);
            int stop = tape.end(name);
            long bit = 1L << (bytes[start + 1] + 7 * bytes[stop - 2] + 19 * (stop - start)); // modulo 64
            if ((seen & bit) != 0 && occursBefore(tape, object, name)) {
                return name;
            }
            seen |= bit;
        }
        return Tape.NONE;
    }

    private static boolean occursBefore(Tape tape, int object, int name) {
        for (int other = tape.firstChild(object); other < name; other = tape.after(tape.valueOf(other))) {
            if (equal(tape, other, name)) {
                return true;
            }
        }
        return false;
    }

    private static int hashed(Tape tape, int object) {
        int[] table = new int[Integer.highestOneBit(tape.size(object)) << 2]; // at most half full; 0 is an empty place
        int mask = table.length - 1;
        int end = tape.after(object);
        for (int name = tape.firstChild(object); name < end; name = tape.after(tape.valueOf(name))) {
            int place = (int) hash(tape, name) & mask;
            while (table[place] != 0) {
                if (equal(tape, table[place], name)) {
                    return name;
                }
                place = (place + 1) & mask;
            }
            table[place] = name;
        }
        return Tape.NONE;
    }

    private static long hash(Tape tape, int name) {
        if (tape.isEscaped(name)) {
            byte[] text = unescaped(tape, name);
            return SipHash.of(text, 0, text.length);
        }
        return SipHash.of(tape.bytes(), tape.start(name) + 1, tape.end(name) - 1);
    }

    private static boolean equal(Tape tape, int a, int b) {
        if (tape.isEscaped(a) || tape.isEscaped(b)) {
            return Arrays.equals(unescaped(tape, a), unescaped(tape, b));
        }
        byte[] bytes = tape.bytes();
        return Arrays.equals(bytes, tape.start(a), tape.end(a), bytes, tape.start(b), tape.end(b));
    }

    private static byte[] unescaped(Tape tape, int name) {
        return Text.unescape(tape.bytes(), tape.start(name) + 1, tape.end(name) - 1);
    }
}

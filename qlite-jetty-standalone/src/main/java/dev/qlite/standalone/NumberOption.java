package dev.qlite.standalone;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An option's whole number, from 0 to a limit; what lies beyond is a mistake in the words, told with the usage. */
abstract class NumberOption implements ITypeConverter<Integer> {
    private final int most;

    private NumberOption(int most) {
        this.most = most;
    }

    @Override
    public Integer convert(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, in the same words
        }
        throw new TypeConversionException("'" + text + "' (expected: a whole number from 0 to " + most + ")");
    }

    /** A port to listen on; 0 is any that is free. */
    static final class Port extends NumberOption {
        Port() {
            super(65_535);
        }
    }

    /** A rate, where 0 is no limit. */
    static final class Rate extends NumberOption {
        Rate() {
            super(1_000_000);
        }
    }
}

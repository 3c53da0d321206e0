package dev.qlite.config;

import dev.qlite.config.Place.Scalar;
import dev.qlite.pipeline.Secret;
import dev.qlite.provider.UnreadPaths;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The types of values that a configuration may hold. */
final class Types {
    static final ValueType<Boolean> BOOLEAN =
            ValueType.text("true or false", Schema.BOOLEAN, scalar -> switch (scalar.text()) {
                case "true" -> true;
                case "false" -> false;
                default -> null;
            });

    private static final String PRICE_DIGITS = "[0-9]{1,9}(\\.[0-9]{1,12})?";
    private static final String PERCENTAGE = "([0-9]|[1-8][0-9]|90)%";

    /** A share, from 0 to 0.9. */
    static final ValueType<Double> PERCENT = ValueType.text(
            "a whole percentage from 0% to 90%",
            Schema.text(PERCENTAGE), scalar -> {
                String text = scalar.text();
                return text.matches(PERCENTAGE) ? Integer.parseInt(text.substring(0, text.length() - 1)) / 100.0 : null;
            });

    /** US dollars, exactly as written. */
    static final ValueType<BigDecimal> PRICE = ValueType.text(
            "a price like 2.50, in digits",
            Schema.textOrAmount(PRICE_DIGITS),
            scalar -> scalar.text().matches(PRICE_DIGITS) ? new BigDecimal(scalar.text()) : null);

    static final ValueType<String> TEXT =
            ValueType.text("a text", Schema.ANY_TEXT, scalar -> scalar.text().isBlank() ? null : scalar.text());

    /** A model's name, and whether it may be shown. */
    static final ValueType<Scalar> MODEL = ValueType.text(
            "a model's name", Schema.ANY_TEXT, scalar -> scalar.text().isBlank() ? null : scalar);

    static final ValueType<Secret> SECRET = ValueType.secret(
            "a key, of printable characters and without spaces",
            Schema.text("[!-~]+"),
            scalar -> secret(scalar.text()));

    static final ValueType<Path> FILE = ValueType.text("a file's path", Schema.ANY_TEXT, scalar -> file(scalar.text()));

    static final ValueType<URI> URL = ValueType.text(
            "a URL like https://host/v1, without user, query or #", Schema.text("https?://[^@?#\\s]+"), Types::url);

    /** Of requests that pass unread; an asterisk at the end stands for all below. */
    static final ValueType<String> PATH = ValueType.text(
            "a path below /v1/ like files, or files/*",
            Schema.text(UnreadPaths.PATTERN),
            scalar -> UnreadPaths.isPattern(scalar.text()) ? scalar.text() : null);

    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})(B|KB|MB|GB)?");

    private Types() {}

    /** A number from {@code least} to {@code most}, without sign, without leading zeros. */
    static ValueType<Integer> number(int least, int most) {
        return ValueType.text("a whole number from " + least + " to " + most, Schema.number(least, most), scalar -> {
            if (!NUMBER.matcher(scalar.text()).matches()) {
                return null;
            }
            long number = Long.parseLong(scalar.text());
            return number < least || number > most ? null : (int) number;
        });
    }

    /** From {@code least} to a year. */
    static ValueType<Duration> duration(Duration least) {
        String bound = least.isZero() ? "" : ", at least " + least.toMillis() + "ms";
        String pattern = least.isZero() ? Durations.PATTERN : Durations.POSITIVE;
        return ValueType.text("a duration like 50ms, 15s, 10m or 1h" + bound, Schema.text(pattern), scalar -> {
            Duration duration = Durations.parse(scalar.text());
            return duration == null || duration.compareTo(least) < 0 || duration.compareTo(LONGEST) > 0
                    ? null
                    : duration;
        });
    }

    /** One of an enum's constants, in lower case. */
    static <E extends Enum<E>> ValueType<E> word(Class<E> words) {
        List<String> all = Arrays.stream(words.getEnumConstants())
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .toList();
        return ValueType.text(String.join(" or ", all), Schema.oneOf(all), scalar -> {
            int index = all.indexOf(scalar.text());
            return index < 0 ? null : words.getEnumConstants()[index];
        });
    }

    /** From one byte to {@code most}; a KB is 1024 bytes. */
    static ValueType<Long> size(long most) {
        String bound = most == Integer.MAX_VALUE ? ", less than 2GB" : "";
        return ValueType.text(
                "a size like 64KB, 8MB or 1GB, or bytes" + bound, Schema.textOrNumber(SIZE.pattern()), scalar -> {
                    Matcher parts = SIZE.matcher(scalar.text());
                    if (!parts.matches()) {
                        return null;
                    }
                    String unit = parts.group(2) == null ? "B" : parts.group(2);
                    int shift = 10 * List.of("B", "KB", "MB", "GB").indexOf(unit);
                    long count = Long.parseLong(parts.group(1));
                    return count == 0 || count > most >> shift ? null : count << shift;
                });
    }

    /** A key that can stand in a header, or null: one with a line's end is refused here, and not at the first request. */
    static @Nullable Secret secret(String key) {
        Secret secret = Secret.of(key);
        return secret.fitsHeader() ? secret : null;
    }

    private static @Nullable Path file(String text) {
        try {
            return text.isBlank() ? null : Path.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    static @Nullable URI url(Scalar scalar) {
        try {
            URI url = new URI(scalar.text());
            boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            boolean isPlain = url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
            return isHttp && isPlain && url.getHost() != null ? url : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}

package dev.qlite.standalone;

import dev.qlite.config.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An option's time, written as in the configuration. */
final class TimeOption implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        Duration time = Durations.parse(text);
        if (time == null) {
            throw new TypeConversionException("'" + text + "' (expected: a time like 50ms, 15s, 10m or 1h)");
        }
        return time;
    }
}

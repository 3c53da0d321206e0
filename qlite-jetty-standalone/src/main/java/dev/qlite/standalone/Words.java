package dev.qlite.standalone;

import java.time.Duration;
import java.util.List;

/** Values in the words of the configuration. */
final class Words {
    private Words() {}

    /** {@code 1h}, {@code 90s}, {@code 1500ms}: in the largest unit that needs no fraction. */
    static String of(Duration time) {
        long millis = time.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        if (millis % 60_000 != 0) {
            return millis / 1_000 + "s";
        }
        return millis % 3_600_000 == 0 ? millis / 3_600_000 + "h" : millis / 60_000 + "m";
    }

    /** {@code 8MB}, {@code 1000B}: in the largest unit that needs no fraction. */
    static String of(long bytes) {
        long count = bytes;
        int unit = 0;
        List<String> units = List.of("B", "KB", "MB", "GB");
        while (count % 1024 == 0 && unit < units.size() - 1) {
            count /= 1024;
            unit++;
        }
        return count + units.get(unit);
    }
}

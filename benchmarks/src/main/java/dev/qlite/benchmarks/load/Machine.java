package dev.qlite.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The computer, described so that figures of another one are not compared with it. */
final class Machine {
    private Machine() {}

    /** With the time, for it is not the same all day. */
    static String describe() {
        return "%s: %s, %d cores, %d GB, Linux %s; %s; %s"
                .formatted(
                        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ENGLISH)
                                .format(OffsetDateTime.now(ZoneOffset.UTC)),
                        line("/proc/cpuinfo", "model name"),
                        Runtime.getRuntime().availableProcessors(),
                        Math.round(
                                Long.parseLong(line("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1e6),
                        System.getProperty("os.version"),
                        version("wrk", "-v"),
                        version("go", "version"));
    }

    /** How long the machine's cores were kept from it by its host since it was started, in ticks. */
    static long stolen() {
        return cpu()[7];
    }

    /** Ticks of all cores since the start, whatever they did. */
    static long ticks() {
        return Arrays.stream(cpu()).limit(8).sum();
    }

    /** The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal. */
    private static long[] cpu() {
        String[] fields = line("/proc/stat", "cpu ").strip().split(" +", -1);
        long[] ticks = new long[fields.length];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = Long.parseLong(fields[i]);
        }
        return ticks;
    }

    /** What follows the name, and a colon if there is one, in the first line that begins with it. */
    private static String line(String file, String name) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(Math.max(line.indexOf(':') + 1, name.length()))
                            .strip())
                    .findFirst()
                    .orElse("?");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first line of what a program says of itself; some say it and fail. */
    private static String version(String... command) {
        String said = Commands.run(List.of("sh", "-c", String.join(" ", command) + " 2>&1 | head -n 1"), Map.of());
        return said.replaceAll("Copyright.*", "").strip();
    }
}

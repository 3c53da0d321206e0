package dev.qlite.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A process and all that it has started, as Linux accounts for them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
 */
record ProcessTree(ProcessHandle root) {
    /** Of the kernel's interface to programs: a hundred a second on every architecture that matters. */
    private static final Duration TICK = Duration.ofMillis(10);

    /** User and system time of those that live, and of those that they have waited for. */
    Duration cpu() {
        return TICK.multipliedBy(sum(ProcessTree::ticks));
    }

    /** What of it a JVM's compilers have taken; zero for what is no JVM. */
    Duration compilers() {
        return TICK.multipliedBy(sum(ProcessTree::compilerTicks));
    }

    /** Waits until it is not busy any more; five seconds at most. */
    void awaitRest() {
        Duration look = Duration.ofMillis(100);
        Duration busy = look;
        for (int i = 0; i < 50 && busy.compareTo(TICK) > 0; i++) {
            Duration before = cpu();
            Waiting.pause(look);
            busy = cpu().minus(before);
        }
    }

    /** Resident memory now, in bytes. */
    long memory() {
        return sum(pid -> 1024 * number(pid, "VmRSS:"));
    }

    /** The sum of each one's largest resident memory so far, in bytes. */
    long peakMemory() {
        return sum(pid -> 1024 * number(pid, "VmHWM:"));
    }

    /** How many threads they have; virtual ones are not seen. */
    long threads() {
        return sum(pid -> number(pid, "Threads:"));
    }

    /** How many files and sockets they have open. */
    long files() {
        return sum(pid -> {
            try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
                return open.count();
            } catch (IOException e) {
                return 0; // it has ended meanwhile
            }
        });
    }

    private long sum(ToLongFunction<Long> figure) {
        return Stream.concat(Stream.of(root), root.descendants())
                .map(ProcessHandle::pid)
                .mapToLong(figure)
                .sum();
    }

    private static long ticks(long pid) {
        return read(pid, "stat").map(stat -> ticks(stat, 4)).orElse(0L); // utime, stime, cutime, cstime
    }

    /** A JVM's threads are shown under their names, cut off after fifteen characters. */
    private static long compilerTicks(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.map(thread -> read(pid, "task/" + thread.getFileName() + "/stat"))
                    .flatMap(Optional::stream)
                    .filter(stat -> stat.contains(" CompilerThre)"))
                    .mapToLong(stat -> ticks(stat, 2))
                    .sum();
        } catch (IOException e) {
            return 0; // it has ended meanwhile
        }
    }

    /** The sum of the first so many of its times. The second field is a name in brackets, and may hold anything. */
    private static long ticks(String stat, int times) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = 0; i < times; i++) {
            ticks += Long.parseLong(fields[11 + i]);
        }
        return ticks;
    }

    private static long number(long pid, String name) {
        return read(pid, "status")
                .flatMap(text ->
                        text.lines().filter(line -> line.startsWith(name)).findFirst())
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .orElse(0L);
    }

    /** Empty for a process that has ended meanwhile. */
    private static Optional<String> read(long pid, String file) {
        try {
            return Optional.of(Files.readString(Path.of("/proc", Long.toString(pid), file)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

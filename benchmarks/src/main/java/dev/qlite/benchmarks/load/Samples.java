package dev.qlite.benchmarks.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a profiler saw: how often a thread stood where. */
final class Samples {
    /** How many of the places where the CPU was are listed. */
    private static final int PLACES = 25;

    /** How async-profiler marks the kernel's frames. */
    private static final String KERNEL = "_[k]";

    private record Count(String name, long all, long kernel) {
        Count plus(Count other) {
            return new Count(name, all + other.all, kernel + other.kernel);
        }
    }

    private final Map<String, Count> owners = new HashMap<>();
    private final Map<String, Count> places = new HashMap<>();
    private long all;
    private long kernel;

    /**
     * Adds stacks as async-profiler "collapses" them: frames from the thread's start on, joined by semicolons, a blank,
     * and how often.
     */
    void add(List<String> collapsed) {
        for (String line : collapsed) {
            int blank = line.lastIndexOf(' ');
            List<String> frames = List.of(line.substring(0, blank).split(";", -1));
            String leaf = frames.get(frames.size() - 1);
            long count = Long.parseLong(line.substring(blank + 1));
            long inKernel = leaf.endsWith(KERNEL) ? count : 0;
            all += count;
            kernel += inKernel;
            count(owners, Owner.of(frames), count, inKernel);
            count(places, leaf.endsWith(KERNEL) ? call(frames) : leaf.replaceAll("_\\[.]$", ""), count, inKernel);
        }
    }

    /** The last frame outside the kernel, which is the call that went into it. */
    private static String call(List<String> frames) {
        int last = frames.size() - 1;
        while (last > 0 && frames.get(last).endsWith(KERNEL)) {
            last--;
        }
        return frames.get(last).replaceAll("_\\[.]$", "") + " → kernel";
    }

    private static void count(Map<String, Count> counts, String name, long count, long inKernel) {
        counts.merge(name, new Count(name, count, inKernel), Count::plus);
    }

    String summary() {
        return String.format(
                        Locale.ENGLISH, "%,d samples, %.0f %% of them in the kernel.\n\n", all, 100.0 * kernel / all)
                + table("whose", owners, Integer.MAX_VALUE) + "\n" + table("where", places, PLACES);
    }

    private String table(String head, Map<String, Count> counts, int most) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(head, "% of CPU", "of it kernel"));
        counts.values().stream()
                .sorted((a, b) -> Long.compare(b.all, a.all))
                .limit(most)
                .filter(count -> count.all * 1000 >= all)
                .forEach(count -> rows.add(
                        List.of(count.name, percent(count.all), count.kernel == 0 ? "" : percent(count.kernel))));
        return Table.of(rows);
    }

    private String percent(long count) {
        return String.format(Locale.ENGLISH, "%.1f", 100.0 * count / all);
    }
}

package dev.qlite.benchmarks.load;

import static dev.qlite.benchmarks.load.Workload.JSON_HIT;
import static dev.qlite.benchmarks.load.Workload.JSON_MISS;
import static dev.qlite.benchmarks.load.Workload.SSE_HIT;
import static dev.qlite.benchmarks.load.Workload.SSE_MISS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much is measured.
 *
 * @param subjects their names; empty: all that are installed
 * @param rounds how often each is measured; one more comes first, and does not count
 * @param warmUps the most passes of a subject through the first four workloads, before the rounds
 * @param slice of one subject with one workload in a round
 * @param latencySlice the same, at a constant rate
 * @param latencyRounds in how many of the rounds latency is measured
 * @param starts how often each is started for the time to its first answer
 */
record Plan(
        List<String> subjects,
        List<Workload> workloads,
        int rounds,
        int warmUps,
        Duration slice,
        Duration latencySlice,
        int latencyRounds,
        int starts) {

    /** The four that matter most. */
    static final List<Workload> BASE = List.of(JSON_MISS, SSE_MISS, JSON_HIT, SSE_HIT);

    /** A few seconds: whether it works at all. The figures mean nothing. */
    static final Plan SMOKE = new Plan(
            List.of("nginx", "qlite-17"),
            List.of(JSON_MISS, SSE_MISS, JSON_HIT, SSE_HIT, JSON_MISS.overTls()),
            1,
            1,
            seconds(1),
            Duration.ofMillis(500),
            1,
            1);

    /** Four to five minutes, for every day: on the JDK that is quicker to warm up. */
    static final Plan SHORT = new Plan(
            List.of("nginx", "qlite-25"),
            List.of(JSON_MISS, SSE_MISS, JSON_HIT, SSE_HIT, JSON_MISS.overTls(), SSE_MISS.overTls()),
            12,
            10,
            seconds(1),
            seconds(1),
            2,
            1);

    /** Everything, for the record. */
    static final Plan LONG = new Plan(List.of(), all(), 5, 10, seconds(2), seconds(2), 2, 5);

    Plan withSubjects(List<String> names) {
        return new Plan(names, workloads, rounds, warmUps, slice, latencySlice, latencyRounds, starts);
    }

    private static List<Workload> all() {
        List<Workload> all = new ArrayList<>(BASE);
        for (int bytes : List.of(100_000, 1_000_000)) {
            BASE.forEach(workload -> all.add(workload.withRequest(bytes)));
        }
        all.add(JSON_MISS.withAnswer(1_000_000));
        all.add(JSON_HIT.withAnswer(1_000_000));
        for (int connections : List.of(1, 256)) {
            BASE.forEach(workload -> all.add(workload.withConnections(connections)));
        }
        all.add(JSON_MISS.overTls());
        all.add(SSE_MISS.overTls());
        all.add(SSE_MISS.withGap(2));
        return List.copyOf(all);
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }
}

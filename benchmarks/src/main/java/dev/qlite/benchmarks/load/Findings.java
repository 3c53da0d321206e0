package dev.qlite.benchmarks.load;

import dev.qlite.benchmarks.load.Load.Latency;
import dev.qlite.benchmarks.load.Load.Throughput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** All that a comparison has measured, and what follows from it. */
final class Findings {
    /** The subject that the others are compared with. */
    static final String FLOOR = "nginx";

    /** What the upstream alone did. */
    record Direct(Workload workload, Throughput closed, Latency open) {}

    /** Latency of one subject under one workload, in one round. */
    record Timed(String subject, Workload workload, int rate, Latency latency) {}

    private final Map<String, String> versions = new LinkedHashMap<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private final Map<String, List<Double>> starts = new LinkedHashMap<>();
    private final Map<String, Long> rest = new LinkedHashMap<>();
    private final Map<String, Long> peak = new LinkedHashMap<>();
    private final List<Direct> direct = new ArrayList<>();
    private final List<Slice> slices = new ArrayList<>();
    private final List<Timed> latencies = new ArrayList<>();

    void version(String subject, String version) {
        versions.put(subject, version);
    }

    void skip(String subject, String why) {
        skipped.put(subject, why);
    }

    void start(String subject, Duration firstAnswer) {
        starts.computeIfAbsent(subject, name -> new ArrayList<>()).add(firstAnswer.toNanos() / 1e6);
    }

    void rest(String subject, long bytes) {
        rest.put(subject, bytes);
    }

    void peak(String subject, long bytes) {
        peak.put(subject, bytes);
    }

    void direct(Workload workload, Throughput closed, Latency open) {
        direct.add(new Direct(workload, closed, open));
    }

    void slice(Slice slice) {
        slices.add(slice);
    }

    void latency(String subject, Workload workload, int rate, Latency latency) {
        latencies.add(new Timed(subject, workload, rate, latency));
    }

    List<Direct> direct() {
        return direct;
    }

    /** All slices as comma-separated values, in the order in which they were measured. */
    List<String> rows() {
        return Stream.concat(Stream.of(Slice.HEADER), slices.stream().map(Slice::toRow))
                .toList();
    }

    /** Names of those measured, in the order of their start. */
    List<String> subjects() {
        return List.copyOf(rest.keySet());
    }

    String version(String subject) {
        return versions.getOrDefault(subject, "?");
    }

    Map<String, String> skipped() {
        return skipped;
    }

    /** Milliseconds to the first answer. */
    Series starts(String subject) {
        return series(starts.getOrDefault(subject, List.of()), Double::doubleValue);
    }

    long rest(String subject) {
        return rest.getOrDefault(subject, 0L);
    }

    long peak(String subject) {
        return peak.getOrDefault(subject, 0L);
    }

    /** The latencies of one subject under one workload. */
    List<Timed> latencies(String subject, Workload workload) {
        return latencies.stream()
                .filter(timed ->
                        timed.subject().equals(subject) && timed.workload().equals(workload))
                .toList();
    }

    /** A figure of one subject under one workload, a value a round. */
    Series figures(String subject, Workload workload, ToDoubleFunction<Slice> figure) {
        return series(slices(subject, workload), figure);
    }

    /** How many times the floor's figure a subject's is, a value a round: what ails a whole round cancels out. */
    Series ratios(String subject, Workload workload, ToDoubleFunction<Slice> figure) {
        List<Slice> floor = slices(FLOOR, workload.onTheFloor());
        return series(
                slices(subject, workload).stream()
                        .flatMap(slice -> floor.stream()
                                .filter(under -> under.round() == slice.round())
                                .map(under -> figure.applyAsDouble(slice) / figure.applyAsDouble(under)))
                        .toList(),
                Double::doubleValue);
    }

    List<Slice> slices(String subject, Workload workload) {
        return slices.stream()
                .filter(slice ->
                        slice.subject().equals(subject) && slice.workload().equals(workload))
                .toList();
    }

    /** How much was not as it must be, of all subjects under all workloads; one that could not be started counts too. */
    long wrong() {
        return skipped.size() + wrong(slices, latencies);
    }

    /** The same of one subject under one workload. */
    long wrong(String subject, Workload workload) {
        return wrong(slices(subject, workload), latencies(subject, workload));
    }

    private static long wrong(List<Slice> slices, List<Timed> latencies) {
        return slices.stream()
                        .mapToLong(slice -> slice.wrong() + slice.strays())
                        .sum()
                + latencies.stream().mapToLong(timed -> timed.latency().wrong()).sum();
    }

    static <T> Series series(List<T> of, ToDoubleFunction<T> figure) {
        return new Series(of.stream().mapToDouble(figure).toArray());
    }
}

package dev.qlite.benchmarks.load;

import dev.qlite.benchmarks.load.Findings.Direct;
import dev.qlite.benchmarks.load.Findings.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The findings as Markdown that is also good to read on a screen. */
final class Report {
    /** Rounds from which a spread, and so a ratio, says anything. */
    private static final int LEAST_ROUNDS = 3;

    private final Findings findings;
    private final List<Workload> workloads;
    private final double bound;
    private final StringBuilder text = new StringBuilder();
    private int refused;

    /**
     * @param bound the largest spread of a ratio that is printed
     */
    Report(Findings findings, List<Workload> workloads, double bound) {
        this.findings = findings;
        this.workloads = workloads;
        this.bound = bound;
    }

    /** The whole; {@code about} is a line that says when and where it was measured. */
    String write(String about) {
        text.append(about).append("\n\n");
        for (Direct direct : findings.direct()) {
            line(
                    "The upstream alone, %s: %,.0f requests/s; at %d requests/s p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms.",
                    direct.workload(),
                    direct.closed().perSecond(),
                    direct.workload().rate(),
                    direct.open().p50(),
                    direct.open().p99(),
                    direct.open().p999());
        }
        findings.skipped().forEach((subject, why) -> line("Left out: %s: %s", subject, why));
        text.append('\n');
        workloads.forEach(this::workload);
        processes();
        if (refused > 0) {
            line(
                    "\nThe machine was too noisy for %d of the ratios: their quartiles over the rounds lay more than %.0f %%"
                            + " of the median apart, or there were fewer than %d rounds.",
                    refused, bound * 100, LEAST_ROUNDS);
        }
        return text.toString();
    }

    private void workload(Workload workload) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "", "CPU µs", "× nginx", "requests/s", "× nginx", "p50 ms", "p99 ms", "p99.9 ms", "at /s", "wrong"));
        for (String subject : findings.subjects()) {
            List<Slice> slices = findings.slices(subject, workload);
            if (slices.isEmpty()) {
                continue;
            }
            List<Timed> timed = findings.latencies(subject, workload);
            rows.add(List.of(
                    subject,
                    spread(findings.figures(subject, workload, Slice::cpu), "%,.1f"),
                    ratio(subject, workload, Slice::cpu),
                    spread(findings.figures(subject, workload, Slice::perSecond), "%,.0f"),
                    ratio(subject, workload, Slice::perSecond),
                    latency(timed, t -> t.latency().p50()),
                    latency(timed, t -> t.latency().p99()),
                    latency(timed, t -> t.latency().p999()),
                    timed.isEmpty()
                            ? ""
                            : "%.0f"
                                    .formatted(
                                            Findings.series(timed, Timed::rate).median()),
                    Long.toString(findings.wrong(subject, workload))));
        }
        if (rows.size() > 1) {
            line("%s\n", workload);
            text.append(Table.of(rows)).append('\n');
        }
    }

    private void processes() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "first answer ms", "MB at rest", "MB at peak", "version"));
        for (String subject : findings.subjects()) {
            rows.add(List.of(
                    subject,
                    spread(findings.starts(subject), "%,.0f"),
                    "%.0f".formatted(findings.rest(subject) / 1e6),
                    "%.0f".formatted(findings.peak(subject) / 1e6),
                    findings.version(subject)));
        }
        line("Starting and memory\n");
        text.append(Table.of(rows)).append('\n');
    }

    private String ratio(String subject, Workload workload, ToDoubleFunction<Slice> figure) {
        Series ratios = findings.ratios(subject, workload, figure);
        if (ratios.isEmpty()) {
            return "";
        }
        if (ratios.count() < LEAST_ROUNDS || !(ratios.spread() <= bound)) {
            refused++;
            return "noisy";
        }
        double median = ratios.median();
        return format(median >= 20 ? "%.0f" : median >= 2 ? "%.1f" : "%.2f", median);
    }

    private static String spread(Series series, String format) {
        if (Double.isNaN(series.median())) {
            return "no answer";
        }
        return format(format, series.median()) + format(" ±%.0f%%", series.spread() * 50);
    }

    private static String latency(List<Timed> timed, ToDoubleFunction<Timed> figure) {
        return timed.isEmpty()
                ? ""
                : format("%.2f", Findings.series(timed, figure).median());
    }

    private void line(String format, Object... arguments) {
        text.append(format(format, arguments)).append('\n');
    }

    /** In English, whoever runs it: the figures are quoted. */
    private static String format(String format, Object... arguments) {
        return String.format(Locale.ENGLISH, format, arguments);
    }
}

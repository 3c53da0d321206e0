package dev.qlite.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/compare}. */
@Command(
        name = "benchmarks/compare",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Measures qlite, nginx and other gateways side by side, on the loopback, against a scripted upstream.",
            "",
            "The subjects (the files of benchmarks/subjects) are alive at the same time and have their turns in rounds."
                    + " CPU is the user and system time of the whole process tree for each request, at as many requests"
                    + " as go (wrk); latency is taken at a constant rate and counts from when a request was due. Each"
                    + " figure is the median of the rounds; ± is half the distance of their quartiles. A ratio is the"
                    + " median of each round's own ratio to nginx, which for a HIT is nginx asking the upstream. 'wrong'"
                    + " counts answers with a wrong status or content, and upstream calls too many or too few.",
            "",
            "What is not installed is left out, with a word: benchmarks/subjects/NAME install",
            ""
        })
final class Compare implements Callable<Integer> {
    @Option(names = "--long", description = "all subjects, sizes and connections: an hour and more with all peers")
    private boolean full;

    @Option(names = "--smoke", description = "a few seconds: does it work? The figures mean nothing")
    private boolean smoke;

    @Option(
            names = "--subjects",
            split = ",",
            paramLabel = "NAME",
            description = "these alone, nginx among them; 'all' for all that are installed")
    private List<String> subjects = List.of();

    @Option(
            names = "--noise",
            defaultValue = "15",
            paramLabel = "PERCENT",
            description = "refuse ratios whose quartiles lie further apart (default: ${DEFAULT-VALUE})")
    private int noise;

    public static void main(String[] args) {
        System.exit(Home.execute(new Compare(), args));
    }

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        Home home = Home.find();
        Plan plan = smoke ? Plan.SMOKE : full ? Plan.LONG : Plan.SHORT;
        if (!subjects.isEmpty()) {
            plan = plan.withSubjects(subjects.contains("all") ? List.of() : subjects);
        }
        List<Subject> chosen = home.subjects(plan.subjects());
        long stolen = Machine.stolen();
        long ticks = Machine.ticks();
        Findings findings;
        try (Upstream upstream = Upstream.start(home)) {
            findings = new Comparison(home, plan, upstream, System.err::println).measure(chosen);
        }
        String about = "%s. %d s; %.1f %% of the time the host kept the machine from its cores."
                .formatted(
                        Machine.describe(),
                        Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                        100.0 * (Machine.stolen() - stolen) / (Machine.ticks() - ticks));
        String report = new Report(findings, plan.workloads(), noise / 100.0).write(about);
        System.out.print(report);
        Path table = home.result("compare.md");
        Path slices = home.result("compare.csv");
        Files.writeString(table, report);
        Files.write(slices, findings.rows());
        System.err.println("written to " + table + ", and what it was made from to " + slices);
        return smoke && findings.wrong() > 0 ? 1 : 0;
    }
}

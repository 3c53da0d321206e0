package dev.qlite.benchmarks.load;

import dev.qlite.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/streams}. */
@Command(
        name = "benchmarks/streams",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Holds many streams open at once, each with an event after each gap, on the loopback.",
            "",
            "For each subject in turn: how late the events reach the clients after the upstream has written them, what"
                    + " that costs, how much memory the streams take, and, when all clients leave at the same moment, how"
                    + " long the upstream goes on for somebody. The JVMs are not warmed up: what they take is seen from"
                    + " their start. The exit status is 1 if not all streams were opened.",
            ""
        })
final class Streams implements Callable<Integer> {
    /** How long after the clients have left memory is looked at once more. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(3);

    @Option(names = "--clients", defaultValue = "1000", description = "streams (default: ${DEFAULT-VALUE})")
    private int clients;

    @Option(
            names = "--together",
            defaultValue = "1",
            description = "how many clients ask the same (default: ${DEFAULT-VALUE})")
    private int together;

    @Option(
            names = "--gap",
            defaultValue = "1000",
            description = "milliseconds between the events of a stream, 100 at least (default: ${DEFAULT-VALUE})")
    private int gap;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "to measure, when all are open (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--subjects",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "nginx,qlite-17,qlite-25",
            description = "which (default: ${DEFAULT-VALUE})")
    private List<String> subjects = List.of();

    public static void main(String[] args) {
        System.exit(Home.execute(new Streams(), args));
    }

    @Override
    public Integer call() throws IOException {
        Home home = Home.find();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "",
                "open",
                "late p50 ms",
                "p99 ms",
                "max ms",
                "events missing",
                "CPU µs an event",
                "MB at rest",
                "MB with them",
                "KB a stream",
                "MB after",
                "left alone after ms"));
        List<Subject> chosen = home.subjects(subjects);
        boolean all = true;
        try (Upstream upstream = Upstream.start(home)) {
            System.err.println("the upstream alone");
            rows.add(new Crowd(null).hold(home, upstream, upstream.direct()).row("the upstream alone"));
            for (Subject subject : chosen) {
                System.err.println(subject.name());
                try (Running running = subject.start(home, upstream)) {
                    Waiting.pause(Running.REST);
                    Crowd crowd = new Crowd(running.server().tree())
                            .hold(home, upstream, running.client().plain());
                    rows.add(crowd.row(subject.name()));
                    all &= crowd.isWhole();
                } catch (BenchmarkException e) {
                    all = false;
                    System.err.println(subject.name() + " is left out: " + e.why());
                }
            }
        }
        String report = "%s. %,d streams, %,d of them the same, an event each %d ms, for %d s.\n\n%s"
                .formatted(Machine.describe(), clients, together, gap, seconds, Table.of(rows));
        System.out.print(report);
        Path file = home.result("streams.md");
        Files.writeString(file, report);
        System.err.println("written to " + file);
        return all ? 0 : 1;
    }

    /** The clients of one subject, and what was seen of it while they were there. */
    private final class Crowd {
        private final @Nullable ProcessTree tree;
        private final long rest;
        private long crowded;
        private Duration cpu = Duration.ZERO;
        private Json opened = Json.MISSING;
        private Json late = Json.MISSING;
        private Json left = Json.MISSING;

        Crowd(@Nullable ProcessTree tree) {
            this.tree = tree;
            this.rest = memory();
        }

        Crowd hold(Home home, Upstream upstream, Target target) {
            List<String> command = new ArrayList<>(List.of(
                    home.tool("streams"),
                    "-url=" + target.address(),
                    "-upstream=" + upstream.counters(),
                    "-model=" + target.model(),
                    "-clients=" + clients,
                    "-together=" + together,
                    "-gap=" + gap + "ms",
                    "-duration=" + seconds + "s"));
            target.headers().forEach(header -> command.add("-H=" + header));
            Commands.follow(command, Map.of(), line -> {
                Json said = Json.parse(line);
                if (!said.get("open").isMissing()) {
                    opened = said;
                    cpu = cpu();
                } else if (!said.get("events").isMissing()) {
                    late = said;
                    cpu = cpu().minus(cpu);
                    crowded = memory();
                } else {
                    left = said;
                }
            });
            Waiting.pause(AFTERWARDS);
            return this;
        }

        boolean isWhole() {
            return opened.require("open").asLong() == clients;
        }

        List<String> row(String name) {
            long events = late.require("events").asLong();
            return List.of(
                    name,
                    format("%,d", opened.require("open").asLong()),
                    millis(late.require("late_p50")),
                    millis(late.require("late_p99")),
                    millis(late.require("late_max")),
                    format("%,d", Math.max(0, late.require("expected").asLong() - events)),
                    process(cpu.toNanos() / 1e3 / Math.max(1, events), "%.1f"),
                    process(rest / 1e6, "%.0f"),
                    process(crowded / 1e6, "%.0f"),
                    process((crowded - rest) / 1e3 / clients, "%.1f"),
                    process(memory() / 1e6, "%.0f"),
                    millis(left.require("left_ms")));
        }

        private String process(double figure, String format) {
            return tree == null ? "" : format(format, figure);
        }

        private Duration cpu() {
            return tree == null ? Duration.ZERO : tree.cpu();
        }

        private long memory() {
            return tree == null ? 0 : tree.memory();
        }
    }

    private static String millis(Json figure) {
        return figure.isNull() ? "never" : format("%.1f", figure.asDouble());
    }

    private static String format(String format, Object figure) {
        return String.format(Locale.ENGLISH, format, figure);
    }
}

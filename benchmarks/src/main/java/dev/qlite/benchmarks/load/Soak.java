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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/soak}. */
@Command(
        name = "benchmarks/soak",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Clients that ask the same things at the same time for a long while, plain and streamed: most check every letter"
                    + " of what they get, some leave, some stop reading for a while.",
            "",
            "Prints once a minute what they got, and what the subject holds: memory, threads, open files. The exit status is"
                    + " 1 if one answer was wrong, or the upstream was not left alone in the end.",
            ""
        })
final class Soak implements Callable<Integer> {
    /** How long after the clients have left the subject is looked at once more. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(5);

    private static final List<String> COUNTS =
            List.of("asked", "whole", "collapsed", "hits", "left", "stalled", "wrong");

    @Option(names = "--clients", defaultValue = "64", description = "clients (default: ${DEFAULT-VALUE})")
    private int clients;

    @Option(
            names = "--together",
            defaultValue = "8",
            description = "how many of them ask the same at a time (default: ${DEFAULT-VALUE})")
    private int together;

    @Option(names = "--minutes", defaultValue = "30", description = "sixty at most (default: ${DEFAULT-VALUE})")
    private int minutes;

    @Option(names = "--subject", defaultValue = "qlite-25", description = "which (default: ${DEFAULT-VALUE})")
    private String subject = "";

    public static void main(String[] args) {
        System.exit(Home.execute(new Soak(), args));
    }

    @Override
    public Integer call() throws IOException {
        Home home = Home.find();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "minute", "asked", "whole", "collapsed", "hits", "left", "stalled", "wrong", "MB", "threads", "files"));
        Json last = Json.MISSING;
        try (Upstream upstream = Upstream.start(home);
                Running running = home.subjects(List.of(subject)).get(0).start(home, upstream)) {
            ProcessTree tree = running.server().tree();
            Target target = running.client().plain();
            List<String> command = new ArrayList<>(List.of(
                    home.tool("soak"),
                    "-url=" + target.address(),
                    "-upstream=" + upstream.counters(),
                    "-model=" + target.model(),
                    "-clients=" + clients,
                    "-together=" + together,
                    "-duration=" + minutes + "m"));
            target.headers().forEach(header -> command.add("-H=" + header));
            List<Json> said = new ArrayList<>();
            Commands.follow(command, Map.of(), line -> {
                Json counts = Json.parse(line);
                said.add(counts);
                rows.add(row(Integer.toString(said.size()), counts, tree));
                System.err.println(rows.get(rows.size() - 1));
            });
            last = said.get(said.size() - 1);
            Waiting.pause(AFTERWARDS);
            rows.add(row("after", last, tree));
        }
        String report = "%s. %s, %,d clients, %,d together, %,d minutes. The upstream was asked %,d times.%n%n%s"
                .formatted(
                        Machine.describe(),
                        subject,
                        clients,
                        together,
                        minutes,
                        last.require("upstream").require("answers").asLong(),
                        Table.of(rows));
        System.out.print(report);
        Path file = home.result("soak.md");
        Files.writeString(file, report);
        System.err.println("written to " + file);
        boolean good = last.require("wrong").asLong() == 0
                && last.require("upstream").require("open").asLong() == 0;
        return good ? 0 : 1;
    }

    private static List<String> row(String minute, Json counts, ProcessTree tree) {
        List<String> row = new ArrayList<>(List.of(minute));
        for (String count : COUNTS) {
            row.add(String.format(Locale.ENGLISH, "%,d", counts.require(count).asLong()));
        }
        row.add(Long.toString(tree.memory() / 1_000_000));
        row.add(Long.toString(tree.threads()));
        row.add(Long.toString(tree.files()));
        return row;
    }
}

package dev.qlite.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/profile}. */
@Command(
        name = "benchmarks/profile",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Says where the CPU of a JVM goes that is under load: async-profiler, the kernel's part included.",
            "",
            "The stacks themselves are kept in benchmarks/target, collapsed: what draws flame graphs reads them.",
            ""
        })
final class Profile implements Callable<Integer> {
    /** What can be asked for. */
    enum Kind {
        JSON_MISS,
        SSE_MISS,
        JSON_HIT,
        SSE_HIT;

        Workload workload() {
            return switch (this) {
                case JSON_MISS -> Workload.JSON_MISS;
                case SSE_MISS -> Workload.SSE_MISS;
                case JSON_HIT -> Workload.JSON_HIT;
                case SSE_HIT -> Workload.SSE_HIT;
            };
        }

        /** As it is written on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(
            names = "--workload",
            defaultValue = "json-miss",
            description = "one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Kind kind = Kind.JSON_MISS;

    @Option(names = "--subject", defaultValue = "qlite-25", description = "a JVM (default: ${DEFAULT-VALUE})")
    private String name = "qlite-25";

    @Option(names = "--warm-up", defaultValue = "40", paramLabel = "SECONDS", description = "default: ${DEFAULT-VALUE}")
    private int warmUp;

    @Option(names = "--seconds", defaultValue = "15", description = "to look (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--event", defaultValue = "cpu", description = "cpu, alloc, lock … (default: ${DEFAULT-VALUE})")
    private String event = "cpu";

    public static void main(String[] args) {
        System.exit(Home.execute(new Profile(), args));
    }

    @Override
    public Integer call() throws IOException {
        Home home = Home.find();
        Subject subject = home.subjects(List.of(name)).get(0);
        Path collapsed = home.result("profile-" + kind + "-" + name + ".txt");
        Workload workload = kind.workload();
        Load load = new Load(home);
        double perSecond;
        try (Upstream upstream = Upstream.start(home);
                Running running = subject.start(home, upstream)) {
            Target target = workload.target(running.client());
            Path library = library(home);
            System.err.println("warming up for " + warmUp + " s");
            load.closed(target, workload, Duration.ofSeconds(warmUp));
            System.err.println("looking for " + seconds + " s");
            tell(running, library, "start,event=" + event + ",interval=1ms,threads");
            perSecond =
                    load.closed(target, workload, Duration.ofSeconds(seconds)).perSecond();
            tell(running, library, "stop,file=" + collapsed + ",collapsed,ann");
        }
        Samples samples = new Samples();
        samples.add(Files.readAllLines(collapsed));
        System.out.printf(
                Locale.ENGLISH,
                "%s. %s, %s, %s at %,.0f requests/s.%n%n%s",
                Machine.describe(),
                event,
                name,
                workload,
                perSecond,
                samples.summary());
        System.err.println("the stacks are in " + collapsed);
        return 0;
    }

    /** Has the JVM load the profiler, which takes its command from the library's argument. */
    private static void tell(Running running, Path library, String command) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        String quoted = '"' + command + '"'; // jcmd would take it apart at each =
        String pid = Long.toString(running.server().pid());
        String said = Commands.run(List.of(jcmd, pid, "JVMTI.agent_load", library.toString(), quoted), Map.of());
        if (!said.contains("return code: 0")) {
            throw new BenchmarkException("the profiler refuses \"" + command + "\": " + said.strip());
        }
    }

    /** The native library of async-profiler, taken out of its jar. */
    private static Path library(Home home) throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "linux-arm64" : "linux-x64";
        Path library = home.work("profiler").resolve("libasyncProfiler.so");
        try (InputStream in = Profile.class.getResourceAsStream("/" + machine + "/libasyncProfiler.so")) {
            if (in == null) {
                throw new BenchmarkException("async-profiler has no library for " + machine);
            }
            Files.copy(in, library);
        }
        return library;
    }
}

package dev.qlite.benchmarks.load;

import dev.qlite.benchmarks.load.Load.Latency;
import dev.qlite.benchmarks.load.Load.Throughput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures the subjects of a plan, all of them alive at the same time, in rounds in which each has its turn. */
final class Comparison {
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    /** What compilers at rest take of a JVM's CPU. */
    private static final double AT_REST = 0.05;

    /** A turn of a slow subject. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Home home;
    private final Plan plan;
    private final Upstream upstream;
    private final Load load;
    private final Consumer<String> progress;
    private final Findings findings = new Findings();

    /** What each subject did last, in requests a second. */
    private final Map<String, Double> paces = new HashMap<>();

    Comparison(Home home, Plan plan, Upstream upstream, Consumer<String> progress) {
        this.home = home;
        this.plan = plan;
        this.upstream = upstream;
        this.load = new Load(home);
        this.progress = progress;
    }

    Findings measure(List<Subject> subjects) {
        direct();
        Map<String, Running> running = new LinkedHashMap<>();
        try {
            for (Subject subject : subjects) {
                start(subject, running);
            }
            List<Running> turns = new ArrayList<>(running.values());
            for (Running subject : turns) {
                findings.rest(subject.name(), subject.server().tree().memory());
            }
            turns.forEach(this::warmUp);
            for (int round = 0; round <= plan.rounds(); round++) {
                progress.accept(round == 0 ? "a round that does not count" : "round " + round + " of " + plan.rounds());
                for (Workload workload : plan.workloads()) {
                    for (Running subject : turns) {
                        turn(round, subject, workload);
                    }
                    Collections.rotate(turns, 1);
                }
            }
            turns.forEach(subject ->
                    findings.peak(subject.name(), subject.server().tree().peakMemory()));
        } finally {
            running.values().forEach(Running::close);
        }
        return findings;
    }

    /** What the upstream and the load tools can do with nothing between: it bounds all that follows. */
    private void direct() {
        Target target = upstream.direct();
        Http.get(upstream.counters()); // the client's own first request, which no subject should be charged for
        for (Workload workload : List.of(Workload.JSON_MISS, Workload.SSE_MISS)) {
            Throughput closed = load.closed(target, workload, plan.slice());
            Latency open = load.open(target, workload, workload.rate(), plan.latencySlice());
            findings.direct(workload, closed, open);
            progress.accept("the upstream alone, %s: %,.0f requests/s; p50 %.2f ms, p99 %.2f ms at %d requests/s"
                    .formatted(workload, closed.perSecond(), open.p50(), open.p99(), workload.rate()));
        }
    }

    /** Starts a subject as often as the plan says; the last one stays. One that cannot be started is left out. */
    private void start(Subject subject, Map<String, Running> running) {
        try {
            findings.version(subject.name(), subject.version());
            for (int i = 1; ; i++) {
                Running started = subject.start(home, upstream);
                findings.start(subject.name(), started.firstAnswer());
                if (i == plan.starts()) {
                    running.put(subject.name(), started);
                    Waiting.pause(Running.REST);
                    return;
                }
                started.close();
            }
        } catch (BenchmarkException e) {
            findings.skip(subject.name(), e.why());
            progress.accept(subject.name() + " is left out: " + e.why());
        }
    }

    /**
     * Passes through the first workloads until none gets cheaper and, in a JVM, the compilers rest, or as often as the plan allows:
     * with two cores that is a minute of load.
     */
    private void warmUp(Running subject) {
        ProcessTree tree = subject.server().tree();
        List<Workload> workloads = Plan.BASE.stream()
                .filter(workload -> workload.suits(subject.client()))
                .toList();
        double[] least = new double[workloads.size()];
        Arrays.fill(least, Double.MAX_VALUE);
        boolean gained = true;
        for (int pass = 1; gained && pass <= plan.warmUps(); pass++) {
            progress.accept("warming up " + subject.name() + ", pass " + pass);
            Duration begun = tree.cpu();
            Duration compiling = tree.compilers();
            gained = false;
            for (int i = 0; i < least.length; i++) {
                double cpu = slice(0, subject, workloads.get(i), WARM_UP).cpu();
                gained |= cpu < least[i] * 0.9;
                least[i] = Math.min(least[i], cpu);
            }
            double used = tree.cpu().minus(begun).toNanos();
            gained |= tree.compilers().minus(compiling).toNanos() > AT_REST * used;
        }
    }

    private void turn(int round, Running subject, Workload workload) {
        if (!workload.suits(subject.client())) {
            return;
        }
        Target target = workload.target(subject.client());
        if (workload.repeated()) {
            load.open(target, workload, 1, Duration.ofSeconds(1)); // one request, lest the entry was evicted
        }
        Slice slice = slice(round, subject, workload, plan.slice());
        if (round == 0) {
            return;
        }
        findings.slice(slice);
        if (round <= plan.latencyRounds()) {
            int rate = (int) Math.max(1, Math.min(workload.rate(), slice.perSecond() / 2));
            findings.latency(subject.name(), workload, rate, load.open(target, workload, rate, plan.latencySlice()));
        }
    }

    /** One turn. It ends when the subject has done what was cut off at the end, lest it disturb whoever is next. */
    private Slice slice(int round, Running subject, Workload workload, Duration atLeast) {
        ProcessTree tree = subject.server().tree();
        long asked = upstream.answers();
        Duration cpu = tree.cpu();
        String key = subject.name() + workload;
        Throughput closed = load.closed(workload.target(subject.client()), workload, time(key, workload, atLeast));
        Duration used = tree.cpu().minus(cpu);
        paces.put(key, closed.perSecond());
        tree.awaitRest();
        long calls = upstream.answers() - asked;
        long expected = workload.repeated() ? 0 : closed.requests();
        long cutOff = workload.repeated() ? 0 : workload.connections();
        long strays = calls < expected ? expected - calls : Math.max(0, calls - expected - cutOff);
        double micros = closed.requests() == 0 ? Double.NaN : used.toNanos() / 1e3 / closed.requests();
        return new Slice(round, subject.name(), workload, micros, closed.perSecond(), closed.wrong(), strays);
    }

    /** Long enough for several answers on each connection, as far as it is known how long that is. */
    private Duration time(String key, Workload workload, Duration atLeast) {
        Double pace = paces.get(key);
        if (pace == null) {
            return atLeast;
        }
        double seconds = Math.min(LONGEST.toMillis() / 1e3, 4 * workload.connections() / pace);
        return seconds <= atLeast.toSeconds() ? atLeast : Duration.ofSeconds((long) Math.ceil(seconds));
    }
}

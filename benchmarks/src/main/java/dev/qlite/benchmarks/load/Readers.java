package dev.qlite.benchmarks.load;

import dev.qlite.ChatStream;
import dev.qlite.Qlite;
import dev.qlite.cache.ExactCache;
import dev.qlite.chat.ChatRequest;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.openai.OpenAiType;
import dev.qlite.transport.Threads;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/readers}. */
@Command(
        name = "benchmarks/readers",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "A Java program whose threads read streams of 50 events: many of them one stream, or a few of them one each. What"
                    + " CPU that takes, in turns; without a door, so that what the readers share is all that is seen.",
            ""
        })
final class Readers implements Callable<Integer> {
    @Option(names = "--shared", defaultValue = "50", description = "readers of one stream (default: ${DEFAULT-VALUE})")
    private int shared;

    @Option(names = "--alone", defaultValue = "5", description = "streams of one reader (default: ${DEFAULT-VALUE})")
    private int alone;

    @Option(
            names = "--rounds",
            defaultValue = "100",
            description = "of each, after as many to warm up (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--gap",
            defaultValue = "2",
            description = "milliseconds between two events (default: ${DEFAULT-VALUE})")
    private int gap;

    public static void main(String[] args) {
        System.exit(Home.execute(new Readers(), args));
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        Home home = Home.find();
        ExecutorService threads = Threads.unbounded();
        try (Upstream upstream = Upstream.start(home);
                Qlite qlite = gateway(upstream)) {
            Duration together = Duration.ZERO;
            Duration apart = Duration.ZERO;
            for (int round = 0; round < 2 * rounds; round++) {
                if (round == rounds) {
                    together = Duration.ZERO;
                    apart = Duration.ZERO;
                }
                together = together.plus(read(qlite, threads, shared, "qbnt" + round, true));
                apart = apart.plus(read(qlite, threads, alone, "qbna" + round, false));
            }
            System.out.printf(
                    "%s. JDK %s, 50 events, %d ms between them: %d readers of one stream take %d µs of CPU, %d streams %d µs.%n",
                    Machine.describe(),
                    Runtime.version(),
                    gap,
                    shared,
                    together.toNanos() / 1_000 / rounds,
                    alone,
                    apart.toNanos() / 1_000 / rounds);
        } finally {
            threads.shutdownNow();
        }
        return 0;
    }

    private static Qlite gateway(Upstream upstream) {
        ProviderSettings settings = ProviderSettings.named("up")
                .baseUrl(upstream.direct().address().resolve("/v1"))
                .build();
        return Qlite.builder()
                .provider(new OpenAiType().create(settings, Limits.DEFAULT), "*")
                .cache(ExactCache.builder().build())
                .build();
    }

    /** Has each of these read a stream to its end. */
    private Duration read(Qlite qlite, ExecutorService threads, int readers, String nonce, boolean same)
            throws InterruptedException, ExecutionException {
        Duration before = cpu();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            ChatRequest request = ChatRequest.builder()
                    .model("bench")
                    .user("qbench:" + nonce + (same ? "" : "x" + i) + ":1000:50:20:" + gap + ":0;")
                    .build();
            all.add(threads.submit(() -> drain(qlite, request)));
        }
        for (Future<?> each : all) {
            each.get();
        }
        return cpu().minus(before);
    }

    private static void drain(Qlite qlite, ChatRequest request) {
        try (ChatStream stream = qlite.stream(request)) {
            while (stream.next() != null) {
                // All that is wanted is the work.
            }
        }
    }

    private static Duration cpu() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Duration.ofNanos(system.getProcessCpuTime());
    }
}

package dev.qlite.standalone;

import dev.qlite.Qlite;
import dev.qlite.config.ServerSettings;
import dev.qlite.provider.mock.MockProvider;
import dev.qlite.servlet.QliteServlet;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code qlite mock}: an upstream to test against. It answers any model, keeps nothing, and counts. */
@Command(
        name = "mock",
        description = {
            "Runs a mock upstream, uncached. It answers any model; mock-429, mock-500, mock-slow, mock-cut,"
                    + " mock-garbage and mock-tools do as their names say.",
            "GET /mock/calls tells how many calls it got."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class MockCommand implements Runnable {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9999",
            converter = NumberOption.Port.class,
            description = "Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--latency",
            paramLabel = "TIME",
            defaultValue = "0ms",
            converter = TimeOption.class,
            description = "The time until the first token, such as 50ms. Default: ${DEFAULT-VALUE}.")
    private Duration latency = Duration.ZERO;

    @Option(
            names = "--tokens-per-second",
            paramLabel = "N",
            defaultValue = "0",
            converter = NumberOption.Rate.class,
            description = "How fast it talks; 0 is at once. Default: ${DEFAULT-VALUE}.")
    private int tokensPerSecond;

    @Override
    public void run() {
        try (RunningServer server = start()) {
            server.run();
        }
    }

    RunningServer start() {
        CountedProvider provider = new CountedProvider(MockProvider.builder()
                .latency(latency)
                .tokensPerSecond(tokensPerSecond)
                .build());
        Qlite qlite = Qlite.builder().provider(provider, "mock-gpt", "*").build();
        DrainFilter requests = new DrainFilter();
        ServerSettings settings = ServerSettings.DEFAULT.withPort(port);
        QliteServlet door = QliteServlet.builder(qlite)
                .allowAnonymous()
                .obstacle(requests::obstacle)
                .maxInFlight(Threads.places(settings))
                .blocking(true)
                .build();
        RunningServer server = RunningServer.start(
                settings, Map.of("/*", door, "/mock/calls", new CallsServlet(provider::calls)), qlite, requests);
        String words =
                "qlite %s  mock upstream on %s%n  models    any name; it answers after %d ms%n  calls     curl %s/mock/calls%n";
        server.greeting(words.formatted(Main.version(), server.address(), latency.toMillis(), server.address()));
        return server;
    }
}

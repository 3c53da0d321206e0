package dev.qlite.standalone;

import dev.qlite.Qlite;
import dev.qlite.config.ServerSettings;
import dev.qlite.cost.Totals;
import dev.qlite.servlet.QliteServlet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code qlite proxy}: the gateway as a server of its own. */
@Command(
        name = "proxy",
        description = "Runs the proxy. Without a configuration it takes what the environment holds, and the mock.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class ProxyCommand implements Runnable {
    @Mixin
    private ConfigOption configured = new ConfigOption();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "The address to listen on: a loopback one, unless callers have keys.")
    private @Nullable String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = NumberOption.Port.class,
            description = "The port to listen on; 0 for any that is free.")
    private @Nullable Integer port;

    @Override
    public void run() {
        try (RunningServer server = start(System.getenv())) {
            server.run();
        }
    }

    RunningServer start(Map<String, String> environment) {
        Setup setup = configured.read(environment);
        ServerSettings settings = setup.config().server();
        settings = host == null ? settings : settings.withHost(host);
        settings = port == null ? settings : settings.withPort(port);
        Totals totals = new Totals();
        Qlite qlite = ConfigOption.build(setup.config(), totals);
        DrainFilter requests = new DrainFilter();
        QliteServlet door = QliteServlet.builder(qlite)
                .obstacle(requests::obstacle)
                .maxInFlight(Threads.places(settings))
                .callers(Guards.callers(settings.access()))
                .explain(settings.explain())
                .passThrough(settings.passThrough().paths())
                .maxBody(settings.maxBody())
                .heartbeat(settings.heartbeat())
                .blocking(true)
                .build();
        RunningServer server = RunningServer.start(settings, Map.of("/*", door), qlite, requests);
        server.atEnd(TotalsLog.start(totals)::close);
        server.greeting(new Banner(setup).text(server.address()));
        return server;
    }
}

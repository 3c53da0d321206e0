package dev.qlite.standalone;

import dev.qlite.Qlite;
import dev.qlite.config.CacheSettings;
import dev.qlite.config.ConfigException;
import dev.qlite.config.QliteConfig;
import dev.qlite.config.ServerSettings;
import dev.qlite.servlet.QliteServlet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code qlite proxy}: the gateway as a server of its own. */
@Command(
        name = "proxy",
        description = "Runs the proxy. Without a configuration it takes what the environment holds, and the mock.",
        mixinStandardHelpOptions = true)
final class ProxyCommand implements Runnable {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The YAML file; else the one that QLITE_CONFIG names.")
    private @Nullable Path file;

    @Option(names = "--host", paramLabel = "HOST", description = "The address to listen on: a loopback one.")
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
            server.stopOnSignal();
            server.join();
        }
    }

    /** Starts it, and says so on the standard output. */
    RunningServer start(Map<String, String> environment) {
        Path configured = file != null ? file : configuredBy(environment);
        QliteConfig config = read(configured, environment).withDefaultCache(CacheSettings.DEFAULT);
        ServerSettings settings = config.server();
        settings = host == null ? settings : settings.withHost(host);
        settings = port == null ? settings : settings.withPort(port);
        Qlite qlite = build(config);
        QliteServlet door = QliteServlet.builder(qlite)
                .maxBody(settings.maxBody())
                .heartbeat(settings.heartbeat())
                .blocking(true)
                .build();
        RunningServer server = RunningServer.start(
                settings.host(), settings.port(), null, Duration.ofSeconds(30), Map.of("/*", door), qlite);
        System.out.print(new Banner(config, configured, environment).text(server.address()));
        System.out.flush();
        return server;
    }

    private static @Nullable Path configuredBy(Map<String, String> environment) {
        String name = environment.getOrDefault("QLITE_CONFIG", "");
        return name.isEmpty() ? null : Path.of(name);
    }

    private static QliteConfig read(@Nullable Path file, Map<String, String> environment) {
        try {
            return file == null ? QliteConfig.fromEnvironment(environment) : QliteConfig.load(file, environment);
        } catch (ConfigException e) {
            throw new StartException("the configuration does not hold:\n" + e.getMessage(), e);
        }
    }

    private static Qlite build(QliteConfig config) {
        try {
            return config.toBuilder().build();
        } catch (IllegalArgumentException e) {
            throw new StartException("the configuration does not hold: " + e.getMessage(), e);
        }
    }
}

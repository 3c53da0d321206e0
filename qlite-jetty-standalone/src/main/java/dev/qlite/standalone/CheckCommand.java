package dev.qlite.standalone;

import dev.qlite.config.ServerSettings;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code qlite check}: what a configuration comes to, without starting anything. */
@Command(
        name = "check",
        description = {
            "Checks the configuration and says what the proxy would run with it, secrets left out; starts nothing.",
            "Exits with 1 if it does not hold, and says all that is wrong."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class CheckCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption configured = new ConfigOption();

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(report(System.getenv()));
        out.flush();
    }

    /**
     * What would run.
     *
     * @throws StartException if the proxy would not start with it
     */
    String report(Map<String, String> environment) {
        Setup setup = configured.read(environment);
        ServerSettings server = setup.config().server();
        Guards.requireGuarded(server);
        if (server.tls() != null) {
            PemFiles.of(server.tls()).read();
        }
        ConfigOption.build(setup.config()).close();
        return new CheckReport(setup).text();
    }
}

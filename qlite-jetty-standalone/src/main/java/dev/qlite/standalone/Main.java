package dev.qlite.standalone;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 at a good end, 1 if it cannot run, 2 if the words are wrong, 3 if two requests differ. */
@Command(
        name = "qlite",
        description = "An LLM gateway with an exact cache.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {ProxyCommand.class, MockCommand.class, CheckCommand.class, ExplainKeyCommand.class})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {}

    /** Runs a command until it ends, or its server is told to stop. */
    public static void main(String[] args) {
        int status = commandLine().execute(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof StartException) {
                command.getErr().println("qlite: " + failure.getMessage());
                return 1;
            }
            throw failure;
        });
    }

    /** No command at all. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "which command? (expected: proxy, mock, check or explain-key)");
    }

    static String version() {
        return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(not from its jar)");
    }

    /** What {@code --version} says. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"qlite " + version(), "Java " + Runtime.version()};
        }
    }
}

package dev.qlite.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration that does not hold: everything that is wrong with it, at once.
 *
 * <p>Neither the message nor a problem shows a secret, or anything that came from the environment.
 */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, in the order of the lines; never empty. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * One thing that is wrong.
     *
     * @param source the file's name, or {@code environment}
     * @param line counted from 1; 0 where there is no line to name
     * @param key the path of the key, such as {@code server.port}; empty where it is about the whole file
     * @param message what was there and what was expected
     */
    public record Problem(String source, int line, String key, String message) {
        /** {@code config.yaml:3: server.port: 'x' (expected: a whole number from 0 to 65535)}. */
        @Override
        public String toString() {
            return source + (line > 0 ? ":" + line : "") + ": " + (key.isEmpty() ? "" : key + ": ") + message;
        }
    }
}

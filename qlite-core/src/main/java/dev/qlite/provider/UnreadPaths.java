package dev.qlite.provider;

import dev.qlite.pipeline.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of OpenAI's paths pass without being read: those that need no more of an owner's key than money, and those that an
 * owner adds. Files, batches and fine-tuning are not among the first: whoever calls would see the owner's. Immutable.
 */
public final class UnreadPaths {
    /** Nothing added. */
    public static final UnreadPaths DEFAULT = new UnreadPaths(List.of());

    /** What a path may be, as an expression: names, and at the end perhaps an asterisk for one or more of them. */
    public static final String PATTERN = "[A-Za-z0-9_~.-]+(/[A-Za-z0-9_~.-]+)*(/\\*)?";

    private static final List<String> OWN = List.of("responses", "completions", "moderations", "images/*", "audio/*");
    private static final String ALL_BELOW = "/*";

    private final List<String> added;

    private UnreadPaths(List<String> added) {
        this.added = List.copyOf(added);
    }

    /**
     * These too.
     *
     * @param added paths below {@code /v1/}, such as {@code files}; {@code files/*} is all that is below that
     * @throws IllegalArgumentException if one of them is no path
     */
    public static UnreadPaths adding(List<String> added) {
        for (String each : added) {
            if (!isPattern(each)) {
                throw new IllegalArgumentException("pass_through: '" + each + "' (expected: files, or files/*)");
            }
        }
        return new UnreadPaths(added);
    }

    /** Whether that can be added. */
    public static boolean isPattern(String text) {
        return isPath(text.endsWith(ALL_BELOW) ? text.substring(0, text.length() - 2) : text);
    }

    /** What a request to a path below {@code /v1/} asks for, or null if it does not pass. */
    public @Nullable Operation operation(String path) {
        return isPath(path) && (covers(OWN, path) || covers(added, path)) ? Operation.unread(path) : null;
    }

    /** The methods that pass there: for what an owner has added, all. */
    public List<String> methods(Operation operation) {
        return covers(added, operation.path()) ? List.of("GET", "POST", "PUT", "PATCH", "DELETE") : List.of("POST");
    }

    private static boolean covers(List<String> patterns, String path) {
        for (String pattern : patterns) {
            boolean covered = pattern.endsWith(ALL_BELOW)
                    ? path.startsWith(pattern.substring(0, pattern.length() - 1))
                    : path.equals(pattern);
            if (covered) {
                return true;
            }
        }
        return false;
    }

    /** Names and slashes only: nothing that one server takes for a path and another for a way up. */
    private static boolean isPath(String path) {
        for (String name : path.split("/", -1)) {
            if (name.isEmpty()
                    || name.equals(".")
                    || name.equals("..")
                    || !name.chars().allMatch(UnreadPaths::isPlain)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '~'
                || c == '.'
                || c == '-';
    }
}

package dev.qlite.json;

/**
 * Text that is not JSON, or a value that is not what the reader asked for.
 *
 * <p>The message says where: {@code unexpected '}' (expected: a value) at byte 17} for a text that does not parse,
 * {@code messages[1].content: a number (expected: a string)} for a value of another kind. It names members, but never
 * quotes what a string holds: that may be a prompt or a credential.
 */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    private JsonException(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    static JsonException at(int offset, String problem) {
        return new JsonException(problem + " at byte " + offset, offset);
    }

    /**
     * A value that is not what it should be.
     *
     * @param path where it stands, as {@link Json#path} has it; empty for the whole
     */
    public static JsonException of(String path, String problem) {
        return new JsonException(path.isEmpty() ? problem : path + ": " + problem, -1);
    }

    /** Where the parse failed, in bytes from the start of the text; -1 if the text did parse. */
    public int offset() {
        return offset;
    }
}

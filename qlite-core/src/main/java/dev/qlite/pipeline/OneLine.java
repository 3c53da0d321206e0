package dev.qlite.pipeline;

/** Text for a log: a client says what model it asks for, and must not write lines of its own. */
public final class OneLine {
    private OneLine() {}

    /** The same text with a question mark for every control character. */
    public static String of(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length());
        text.chars().forEach(c -> line.append(Character.isISOControl(c) ? '?' : (char) c));
        return line.toString();
    }
}

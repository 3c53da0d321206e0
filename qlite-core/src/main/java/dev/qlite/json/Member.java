package dev.qlite.json;

/** One member of an object: its name and its value. Immutable and thread-safe as {@link Json} is. */
public final class Member {
    private final Tape tape;
    private final int name;

    Member(Tape tape, int name) {
        this.tape = tape;
        this.name = name;
    }

    public String name() {
        return tape.text(name);
    }

    /** Whether the name is exactly these characters. Allocates nothing if nothing is escaped. */
    public boolean nameEquals(String expected) {
        return tape.textEquals(name, expected);
    }

    /** Hands the characters of the name over as UTF-8, as {@link Json#utf8To} does those of a string. */
    public void nameUtf8To(Utf8Sink sink) {
        tape.utf8To(name, sink);
    }

    /** Compares two names, byte by byte of their UTF-8. */
    public static int compareNames(Member a, Member b) {
        return Tape.compareTexts(a.tape, a.name, b.tape, b.name);
    }

    public Json value() {
        return new Json(tape, tape.valueOf(name));
    }

    int nameStart() {
        return tape.start(name);
    }

    int valueStart() {
        return tape.start(tape.valueOf(name));
    }

    int end() {
        return tape.end(tape.valueOf(name));
    }

    /** The text of the member as it came: {@code "name": value}. */
    @Override
    public String toString() {
        return Text.plain(tape.bytes(), nameStart(), end());
    }
}

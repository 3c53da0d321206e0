package dev.qlite.json;

/** Takes the characters of a string piece by piece, as UTF-8. */
@FunctionalInterface
public interface Utf8Sink {
    /**
     * Takes the next piece.
     *
     * @param bytes not to be changed, and good only until this returns
     */
    void accept(byte[] bytes, int from, int to);
}

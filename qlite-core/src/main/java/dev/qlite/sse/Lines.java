package dev.qlite.sse;

/** The line ends of WHATWG HTML §9.2: CR, LF or both; nothing else, not U+2028 and not U+0085, ends a line. */
final class Lines {
    private Lines() {}

    /** The index of the first CR or LF in {@code [from, to)}, or {@code to}. */
    static int end(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    /** The index after the line end at {@code end}, which holds a CR or LF: a CRLF inside {@code [end, to)} is one. */
    static int next(byte[] bytes, int end, int to) {
        boolean crLf = bytes[end] == '\r' && end + 1 < to && bytes[end + 1] == '\n';
        return crLf ? end + 2 : end + 1;
    }
}

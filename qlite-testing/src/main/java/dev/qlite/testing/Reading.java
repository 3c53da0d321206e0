package dev.qlite.testing;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an answer of a peer is read as.
 *
 * @param answer its bytes
 * @param meanings its status and body, or why it is refused: one of them
 */
record Reading(String answer, List<String> meanings) {
    static final String HEAD = "HTTP/1.1 200 OK\r\n";
    static final String LENGTH = HEAD + "X-A: b\r\nContent-Length: 11\r\n\r\nhello world";
    static final String CHUNKS =
            HEAD + "Transfer-Encoding: chunked\r\nX-A: b\r\n\r\n5;a=\"b\"\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";

    static Reading of(String answer, String... meanings) {
        return new Reading(answer, List.of(meanings));
    }

    @Override
    public String toString() {
        String told = answer.length() > 100 ? answer.substring(0, 100) + "…" : answer;
        return told.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
    }

    /** Where a strict reader and a lenient one may differ, both are right; a third reading is never. */
    static Stream<Reading> all() {
        String chunked = HEAD + "Transfer-Encoding: chunked\r\n";
        return Stream.of(
                Reading.of(LENGTH, "200 hello world"),
                Reading.of(CHUNKS, "200 hello world"),
                Reading.of("HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi", "200 hi"),
                Reading.of("HTTP/1.1 200 \r\nContent-Length:2\r\n\r\nhi", "200 hi"),
                Reading.of("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", "200 hi"),
                Reading.of("HTTP/1.0 200 OK\r\n\r\nhi", "200 hi"),
                Reading.of(HEAD + "content-length: \t 2 \t\r\n\r\nhi", "200 hi"),
                Reading.of(HEAD + "Content-Length: 002\r\n\r\nhi", "200 hi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 0\r\n\r\n", "200 "),
                Reading.of(HEAD + "X-Empty:\r\nContent-Length: 2\r\n\r\nhi", "200 hi"),
                // Before the final status.
                Reading.of("HTTP/1.1 100 Continue\r\n\r\n" + LENGTH, "200 hello world"),
                Reading.of("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + LENGTH, "200 hello world"),
                Reading.of("HTTP/1.1 102 P\r\n\r\nHTTP/1.1 103 E\r\n\r\n" + LENGTH, "200 hello world"),
                Reading.of("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", "PROTOCOL", "BROKEN"),
                // No body where none may be.
                Reading.of("HTTP/1.1 204 No\r\nContent-Length: 2\r\n\r\nhi", "204 ", "PROTOCOL"),
                Reading.of("HTTP/1.1 304 No\r\nContent-Length: 2\r\n\r\nhi", "304 ", "PROTOCOL"),
                Reading.of("HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n", "204 ", "PROTOCOL"),
                // Folded lines and bare line feeds: a recipient may take them for what they were, or refuse.
                Reading.of(HEAD + "X-A: b\r\n c\r\nContent-Length: 2\r\n\r\nhi", "200 hi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 2\r\n 3\r\n\r\nhi", "PROTOCOL"),
                Reading.of("HTTP/1.1 200 OK\nContent-Length: 2\n\nhi", "200 hi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 2\n\r\nhi", "200 hi", "PROTOCOL"),
                Reading.of(HEAD + "X-A: b\rContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                // Lengths that are none, or two.
                Reading.of(HEAD + "Content-Length: -1\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: +2\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 0x2\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 2 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length:\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 99999999999999999999\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 18446744073709551618\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi!", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 2, 3\r\n\r\nhi!", "PROTOCOL"),
                Reading.of(HEAD + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi", "200 hi", "PROTOCOL"),
                Reading.of(chunked + "Content-Length: 3\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "200 hi", "PROTOCOL"),
                Reading.of(HEAD + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(HEAD + "Transfer-Encoding: xchunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                // Chunks.
                Reading.of(chunked + "\r\n2;a;b=c\r\nhi\r\n0;z\r\nX-T: u\r\nX-V: w\r\n\r\n", "200 hi"),
                Reading.of(chunked + "\r\n0002\r\nhi\r\n000\r\n\r\n", "200 hi"),
                Reading.of(chunked + "\r\na\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n", "200 01234567890123456789"),
                Reading.of(chunked + "\r\n-2\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\n+2\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\n0x2\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\n\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\n;a\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\nzz\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\n2\r\nhi!\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\nffffffffffffffffff\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\n8000000000000000\r\nhi\r\n0\r\n\r\n", "PROTOCOL"),
                Reading.of(chunked + "\r\n100000002\r\nhi\r\n0\r\n\r\n", "BROKEN", "PROTOCOL"),
                Reading.of(chunked + "\r\n2\nhi\n0\n\n", "200 hi", "PROTOCOL"),
                // What no head may hold.
                Reading.of(HEAD + "X-A: b\0c\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "X-\0A: b\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "X-A : b\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + "no colon\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of(HEAD + ": b\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of("HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of("HTTP/1.1 99 OK\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of("HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of("HTTP/1.1 -20 OK\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of("HTTP/1.1  200 OK\r\nContent-Length: 2\r\n\r\nhi", "PROTOCOL"),
                Reading.of("hello\r\n\r\n", "PROTOCOL"),
                // Floods.
                Reading.of(HEAD + "X-A: b\r\n".repeat(200_000) + "\r\n", "PROTOCOL", "BROKEN"),
                Reading.of(HEAD + "X-A: " + "b".repeat(2_000_000) + "\r\n\r\n", "PROTOCOL", "BROKEN"),
                Reading.of("HTTP/1.1 100 Continue\r\n\r\n".repeat(100_000), "PROTOCOL", "BROKEN"));
    }
}

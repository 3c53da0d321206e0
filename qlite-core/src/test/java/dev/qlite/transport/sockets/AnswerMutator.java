package dev.qlite.transport.sockets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Random;

/** Answers that are nearly right: good ones, with pieces of HTTP put in, taken out, doubled and exchanged. */
final class AnswerMutator {
    private static final List<String> GOOD = List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1f;a=b\r\n0123456789012345678901234567890\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n2\r\nhi\r\n0\r\nX-T: u\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: <a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
            "HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
            "HTTP/1.0 200 OK\r\n\r\nuntil the end",
            "HTTP/1.1 500 Wrong\r\nConnection: close\r\n\r\nuntil the end",
            "HTTP/1.1 429 Slow\r\nContent-Length: 0\r\nRetry-After: 3\r\n\r\n");

    private static final List<String> PIECES = List.of(
            "\r\n",
            "\n",
            "\r",
            "\r\n\r\n",
            " ",
            "\t",
            "\0",
            "\u007f",
            "\u00e9",
            "\u0001",
            ":",
            ";",
            ",",
            "\"",
            "=",
            "-",
            "+",
            "0",
            "1",
            "5",
            "a",
            "F",
            "x",
            "0x",
            "-1",
            "+5",
            "00",
            "99999999999999999999",
            "7fffffff",
            "100000000",
            "ffffffffffffffff",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.0",
            "HTTP/2.0",
            "http/1.1",
            " 204 ",
            " 199 ",
            " 999 ",
            "Content-Length: 5\r\n",
            "Content-Length: 2\r\n",
            "Content-Length:\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: identity\r\n",
            "X-B : c\r\n",
            "X-B: c\r\n d\r\n",
            "X-B\r\n",
            "chunked",
            "close",
            "0\r\n\r\n",
            "5\r\nhello\r\n");

    private final Random random;

    AnswerMutator(long seed) {
        random = new Random(seed);
    }

    byte[] next() {
        StringBuilder answer = new StringBuilder(any(GOOD));
        for (int left = random.nextInt(5); left > 0; left--) {
            mutate(answer);
        }
        return answer.toString().getBytes(ISO_8859_1);
    }

    private void mutate(StringBuilder answer) {
        int at = random.nextInt(answer.length() + 1);
        int end = Math.min(answer.length(), at + random.nextInt(12));
        switch (random.nextInt(6)) {
            case 0, 1 -> answer.insert(at, any(PIECES));
            case 2 -> answer.replace(at, end, any(PIECES));
            case 3 -> answer.delete(at, end);
            case 4 -> answer.insert(random.nextInt(answer.length() + 1), answer.substring(at, end));
            default -> {
                if (at < answer.length()) {
                    answer.setCharAt(at, (char) random.nextInt(256));
                }
            }
        }
        if (answer.length() == 0) {
            answer.append('H');
        }
    }

    private String any(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }
}

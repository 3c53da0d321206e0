package dev.qlite.transport;

import java.net.ProtocolException;
import java.util.List;

/**
 * How the end of an answer's body is told (RFC 9112, 6.3). Strict: where two readers could find two ends, there is none.
 */
public final class BodyLength {
    /** It comes in chunks. */
    public static final long CHUNKED = -1;

    /** The close of the connection is its end. */
    public static final long UNTIL_CLOSE = -2;

    private static final int MOST_DIGITS = 18;

    private BodyLength() {}

    /**
     * The length in bytes, or one of the above.
     *
     * @param method of the request
     * @throws ProtocolException if the head leaves a doubt; it quotes nothing of it
     */
    public static long of(String method, ResponseHead head) throws ProtocolException {
        List<String> codings = head.headers().all("Transfer-Encoding");
        long length = told(head.headers().all("Content-Length"));
        if (!codings.isEmpty()) {
            if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
                throw new ProtocolException("its transfer coding is not chunked");
            }
            if (length >= 0) {
                throw new ProtocolException("it has a length and is chunked too");
            }
        }
        if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
            return 0;
        }
        return codings.isEmpty() ? length : CHUNKED;
    }

    private static long told(List<String> values) throws ProtocolException {
        long length = UNTIL_CLOSE;
        for (String value : values) {
            long each = number(value);
            if (each < 0 || (length >= 0 && each != length)) {
                throw new ProtocolException("its length is not a number, or more than one");
            }
            length = each;
        }
        return length;
    }

    /** The number, or -1 if it is none, or beyond all measure. */
    private static long number(String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = 10 * number + c - '0';
        }
        return number;
    }
}

package dev.qlite.transport.sockets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.qlite.transport.Headers;
import dev.qlite.transport.ResponseHead;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to one request (RFC 9112, 4 to 7), from as many pieces as it comes in. Strict: what two readers could
 * read in two ways is refused, as a bare line feed, a folded line, or a length told twice.
 *
 * <p>Its exceptions say what is wrong, and quote nothing of it. Not thread-safe.
 */
final class ResponseParser {
    private static final int MOST_INTERIM = 64;

    private final String method;
    private final Lines lines = new Lines();
    private int status; // 0 before the status line
    private boolean http10;
    private int interim;
    private Headers.Builder fields = Headers.builder();
    private @Nullable ResponseHead head;
    private @Nullable BodyDecoder body;

    /** For the answer to a request of that method. */
    ResponseParser(String method) {
        this.method = method;
    }

    /**
     * Reads on, past interim answers (1xx).
     *
     * @param in what has come, from its position to its limit; what is read of it is taken
     * @return the head, or null if it is not whole
     * @throws ProtocolException if it is none
     */
    @Nullable
    ResponseHead head(ByteBuffer in) throws ProtocolException {
        while (head == null) {
            int length = lines.next(in);
            if (length < 0) {
                return null;
            }
            int start = in.arrayOffset() + in.position();
            if (status == 0) {
                statusLine(in.array(), start, length);
            } else if (length > 0) {
                field(fields, in.array(), start, length);
            } else {
                endOfHead();
            }
            lines.take(in, length);
        }
        return head;
    }

    /** Reads the body; to be asked once there is a head. */
    BodyDecoder body() {
        if (body == null) {
            throw new IllegalStateException("head: not there yet");
        }
        return body;
    }

    /** Whether the connection may serve another request after this answer. */
    boolean persists() {
        return !http10
                && body().framed()
                && head != null
                && !hasToken(head.headers().all("Connection"), "close");
    }

    private void endOfHead() throws ProtocolException {
        if (status >= 200) {
            ResponseHead whole = new ResponseHead(status, fields.build());
            body = BodyDecoder.of(method, http10, whole);
            head = whole;
            return;
        }
        if (status == 101) {
            throw new ProtocolException("it changes the protocol, which nobody asked for");
        }
        if (++interim > MOST_INTERIM) {
            throw new ProtocolException("too many interim answers");
        }
        status = 0;
        fields = Headers.builder();
    }

    /** {@code HTTP/1.1 200 reason}: the reason, and the space before it, may be left out. */
    private void statusLine(byte[] bytes, int start, int length) throws ProtocolException {
        boolean http1 = length >= 12
                && bytes[start] == 'H'
                && bytes[start + 1] == 'T'
                && bytes[start + 2] == 'T'
                && bytes[start + 3] == 'P'
                && bytes[start + 4] == '/'
                && bytes[start + 5] == '1'
                && bytes[start + 6] == '.'
                && (bytes[start + 7] == '1' || bytes[start + 7] == '0')
                && bytes[start + 8] == ' '
                && (length == 12 || bytes[start + 12] == ' ');
        if (!http1) {
            throw new ProtocolException("its first line is no status line");
        }
        int code = 0;
        for (int i = start + 9; i < start + 12; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw new ProtocolException("its status is no number");
            }
            code = 10 * code + bytes[i] - '0';
        }
        for (int i = start + 12; i < start + length; i++) {
            if ((bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\t') || bytes[i] == 0x7F) {
                throw new ProtocolException("its status line holds a control character");
            }
        }
        if (code < 100) {
            throw new ProtocolException("its status is none");
        }
        http10 = bytes[start + 7] == '0';
        status = code;
    }

    /** A line of a head or a trailer. */
    static void field(Headers.Builder fields, byte[] bytes, int start, int length) throws ProtocolException {
        int colon = start;
        int end = start + length;
        while (colon < end && bytes[colon] != ':') {
            colon++;
        }
        if (colon == end) {
            throw new ProtocolException("a header has no colon");
        }
        int from = colon + 1;
        while (from < end && isBlank(bytes[from])) {
            from++;
        }
        while (end > from && isBlank(bytes[end - 1])) {
            end--;
        }
        try {
            fields.add(
                    new String(bytes, start, colon - start, ISO_8859_1),
                    new String(bytes, from, end - from, ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(
                    "a header's name or value is not valid"); // without its name, which may be any text
        }
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean hasToken(List<String> values, String token) {
        for (String value : values) {
            for (int start = 0; start <= value.length(); ) {
                int comma = value.indexOf(',', start);
                int end = comma < 0 ? value.length() : comma;
                if (value.substring(start, end).strip().toLowerCase(Locale.ROOT).equals(token)) {
                    return true;
                }
                start = end + 1;
            }
        }
        return false;
    }
}

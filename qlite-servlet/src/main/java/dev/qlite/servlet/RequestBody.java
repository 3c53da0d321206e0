package dev.qlite.servlet;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.chat.OverloadedException;
import dev.qlite.chat.QliteException;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.pipeline.Budget;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the body of a request, of a bounded size. Thread-safe. */
final class RequestBody {
    private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);
    private static final int FIRST_BUFFER = 4 << 10;
    private static final int DECLARED_TRUST = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Bytes a second, once the patience is over: whoever sends less holds a thread for too long. */
    private static final long LEAST_RATE = 1 << 10;

    private static final long MOST_DISCARDED = 64 << 20;
    private static final Duration LONGEST_DISCARDING = Duration.ofSeconds(10);

    private final long maxBody;

    RequestBody(long maxBody) {
        this.maxBody = Math.min(maxBody, Integer.MAX_VALUE - 64);
    }

    /**
     * The body, which must be JSON.
     *
     * @param memory where it takes its place from
     * @throws QliteException a 415, 413 or 400 that says what is wrong, or a 503 if there is no room for it
     */
    Json json(HttpServletRequest request, Budget.Share memory) {
        if (!isJson(request)) {
            throw new InvalidRequestException(
                    415, "Content-Type: not JSON (expected: application/json)", null, "unsupported_media_type");
        }
        return parse(bytes(request, memory));
    }

    /**
     * The body, whatever it is, inflated if it is in gzip.
     *
     * @param memory where it takes its place from
     * @throws QliteException a 415, 413 or 400 that says what is wrong, or a 503 if there is no room for it
     */
    byte[] bytes(HttpServletRequest request, Budget.Share memory) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity") && !LimitedRequest.isGzip(encoding)) {
            throw new InvalidRequestException(
                    415, "Content-Encoding: not supported (expected: gzip or none)", null, "unsupported_encoding");
        }
        requireTypeOfPages(request);
        long declared = request.getContentLengthLong();
        if (declared > maxBody) {
            throw tooLarge();
        }
        return readAll(request, declared, LimitedRequest.isGzip(encoding), memory);
    }

    /** Whether the body is JSON, as far as its type tells; one without a type is. */
    static boolean isJson(HttpServletRequest request) {
        String type = request.getContentType();
        return type == null || mediaType(type).equals("application/json");
    }

    /** @throws InvalidRequestException a 400 that says where it is no JSON */
    static Json parse(byte[] body) {
        if (body.length == 0) {
            throw new InvalidRequestException(400, "body: empty (expected: a JSON object)", null, "invalid_json");
        }
        try {
            return Json.parse(body);
        } catch (JsonException e) {
            throw new InvalidRequestException(400, "body: no valid JSON: " + e.getMessage(), null, "invalid_json");
        }
    }

    /**
     * Reads, within limits, what a client goes on sending though it has its refusal. Else HTTP/1.1 would end in a reset,
     * which can take the refusal from a client that has not read it yet (RFC 9112, 9.6).
     */
    static void discardRest(HttpServletRequest request) {
        if (!request.getProtocol().startsWith("HTTP/1.") || request.getHeader("Expect") != null) {
            return; // HTTP/2 resets one direction alone; a client that expects a 100 has sent nothing
        }
        byte[] discarded = new byte[8 << 10];
        long until = System.nanoTime() + LONGEST_DISCARDING.toNanos();
        long length = 0;
        try {
            ServletInputStream in = request.getInputStream();
            for (int count = 0;
                    count >= 0 && length < MOST_DISCARDED && until - System.nanoTime() > 0;
                    length += count) {
                count = in.read(discarded);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("a refused client left", e); // it has been answered
        }
    }

    /** The client may have left, or sent what is no body: containers tell that by all sorts of exceptions. */
    private byte[] readAll(HttpServletRequest request, long declared, boolean gzip, Budget.Share memory) {
        try {
            InputStream in = request.getInputStream();
            return readAll(gzip ? new GZIPInputStream(in) : in, declared, memory);
        } catch (QliteException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOG.debug("a request's body cannot be read", e);
            throw new InvalidRequestException(
                    400, "body: cannot be read to its end (expected: as the headers tell)", null, "invalid_body");
        }
    }

    private byte[] readAll(InputStream in, long declared, Budget.Share memory) throws IOException {
        byte[] body = buffer((int) Math.max(FIRST_BUFFER, Math.min(declared + 1, DECLARED_TRUST)), 0, memory);
        int length = 0;
        long begun = System.nanoTime();
        while (true) {
            int count = in.read(body, length, body.length - length);
            if (count < 0) {
                return length == body.length ? body : Arrays.copyOf(body, length);
            }
            length += count;
            if (length > maxBody) {
                throw tooLarge();
            }
            if (isTooSlow(length, System.nanoTime() - begun)) {
                throw new InvalidRequestException(
                        408, "body: comes too slowly (expected: 1 KB a second)", null, "request_timeout");
            }
            if (length == body.length) {
                byte[] larger = buffer((int) Math.min(2L * length, maxBody + 1), length, memory);
                System.arraycopy(body, 0, larger, 0, length);
                body = larger;
            }
        }
    }

    /** @param held what is taken of the memory already */
    private static byte[] buffer(int size, int held, Budget.Share memory) {
        if (!memory.take(size - held)) {
            throw new OverloadedException("too much is held in memory for a body of " + size + " bytes (max_buffered)");
        }
        return new byte[size];
    }

    static boolean isTooSlow(long length, long nanos) {
        return nanos > PATIENCE.toNanos() && length < nanos / 1_000_000_000 * LEAST_RATE;
    }

    /**
     * A web page of any origin can send a body of no type, or a form's, without a preflight, and so spend the owner's money
     * though it is told nothing; JSON by its name needs one, and so does a key.
     */
    private static void requireTypeOfPages(HttpServletRequest request) {
        boolean asked = (request.getContentType() != null && isJson(request))
                || request.getHeader("Authorization") != null
                || request.getHeader(Callers.KEY_HEADER) != null;
        if (request.getHeader("Origin") != null && !asked) {
            throw new InvalidRequestException(
                    415,
                    "Content-Type: missing, or a form's (expected of a web page: application/json, or Authorization with it)",
                    null,
                    "unsupported_media_type");
        }
    }

    /** Without its parameters: JSON has one encoding, whatever they say. */
    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return contentType
                .substring(0, end < 0 ? contentType.length() : end)
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private InvalidRequestException tooLarge() {
        return BodyLimitFilter.tooLarge(maxBody);
    }
}

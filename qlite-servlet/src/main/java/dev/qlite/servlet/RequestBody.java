package dev.qlite.servlet;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the JSON body of a request, of a bounded size. Thread-safe. */
final class RequestBody {
    private static final int FIRST_BUFFER = 4 << 10;
    private static final int DECLARED_TRUST = 1 << 20;

    private final long maxBody;

    RequestBody(long maxBody) {
        this.maxBody = Math.min(maxBody, Integer.MAX_VALUE - 64);
    }

    /**
     * The body.
     *
     * @throws InvalidRequestException a 415, 413 or 400 that says what is wrong
     * @throws IOException if the client breaks off
     */
    Json read(HttpServletRequest request) throws IOException {
        requireJson(request.getContentType(), request.getHeader("Content-Encoding"));
        long declared = request.getContentLengthLong();
        if (declared > maxBody) {
            throw tooLarge();
        }
        byte[] body = readAll(request.getInputStream(), declared);
        if (body.length == 0) {
            throw new InvalidRequestException(400, "body: empty (expected: a JSON object)", null, "invalid_json");
        }
        try {
            return Json.parse(body);
        } catch (JsonException e) {
            throw new InvalidRequestException(400, "body: no valid JSON: " + e.getMessage(), null, "invalid_json");
        }
    }

    private byte[] readAll(ServletInputStream in, long declared) throws IOException {
        byte[] body = new byte[(int) Math.max(FIRST_BUFFER, Math.min(declared + 1, DECLARED_TRUST))];
        int length = 0;
        while (true) {
            int count = in.read(body, length, body.length - length);
            if (count < 0) {
                return length == body.length ? body : Arrays.copyOf(body, length);
            }
            length += count;
            if (length > maxBody) {
                throw tooLarge();
            }
            if (length == body.length) {
                body = Arrays.copyOf(body, (int) Math.min(2L * length, maxBody + 1));
            }
        }
    }

    private static void requireJson(@Nullable String contentType, @Nullable String encoding) {
        if (contentType != null && !contentType.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new InvalidRequestException(
                    415, "Content-Type: not JSON (expected: application/json)", null, "unsupported_media_type");
        }
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new InvalidRequestException(
                    415, "Content-Encoding: not supported (expected: none)", null, "unsupported_encoding");
        }
    }

    private InvalidRequestException tooLarge() {
        return new InvalidRequestException(
                413, "body: too large (max_body: " + maxBody + " bytes)", null, "body_too_large");
    }
}

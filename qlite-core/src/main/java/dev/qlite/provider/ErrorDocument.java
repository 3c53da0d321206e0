package dev.qlite.provider;

import dev.qlite.chat.ApiError;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.transport.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of an upstream's error as OpenAI's clients read it. An envelope of theirs is kept as it came; of anything else
 * the words are put into one: servers say {@code {"message": …}} (vLLM), {@code {"detail": …}} (FastAPI), or plain text.
 */
final class ErrorDocument {
    private static final List<String> WORDS = List.of("message", "detail", "msg", "title", "errors");
    private static final Pattern BLANK = Pattern.compile("[\\s\\p{Cntrl}]+");
    private static final int MAX_WORDS = 1_000;

    private ErrorDocument() {}

    /** What a body says, in the provider's own form or in any other. */
    static ApiError read(String provider, Dialect dialect, ResponseHead head, Json document, byte[] body) {
        Json error = document.get("error");
        ApiError envelope = error.isString() || error.size() > 0 ? dialect.error(document) : null;
        if (envelope != null) {
            return envelope;
        }
        String words = shown(document.isMissing() ? plainText(head, body) : words(document));
        String message = "provider " + provider + ": status " + head.status()
                + (words.isEmpty()
                        ? " with " + UpstreamErrors.contentType(head.headers()) + " in place of an error document"
                        : ": " + words);
        String type = text(document.get("type"));
        return ApiError.of(
                message,
                type != null ? type : head.status() < 500 ? "invalid_request_error" : "server_error",
                text(document.get("param")),
                text(document.get("code")));
    }

    /** The document in a body; missing where it is none, perhaps plain text. */
    static Json parse(byte[] body) {
        try {
            Json document = Json.parse(body);
            return document.isArray() && document.size() == 1 ? document.get(0) : document; // so Google's may come
        } catch (JsonException e) {
            return Json.MISSING;
        }
    }

    /** The member that says most; where none is known, all that there is. */
    private static String words(Json document) {
        for (String name : WORDS) {
            Json value = document.get(name);
            if (value.isString() || value.size() > 0) {
                return value.isString() ? value.asString() : value.toString();
            }
        }
        return document.isString() ? document.asString() : document.size() > 0 ? document.toString() : "";
    }

    /** A page for people says nothing to a program, and much of its server. */
    private static String plainText(ResponseHead head, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        boolean isPage = UpstreamErrors.contentType(head.headers())
                        .toLowerCase(Locale.ROOT)
                        .contains("html")
                || text.stripLeading().startsWith("<");
        return isPage ? "" : text;
    }

    private static String shown(String words) {
        String line = BLANK.matcher(words).replaceAll(" ").strip();
        return line.length() > MAX_WORDS ? line.substring(0, MAX_WORDS) + "…" : line;
    }

    private static @Nullable String text(Json value) {
        return value.isString() ? value.asString() : value.isNumber() ? value.toString() : null;
    }
}

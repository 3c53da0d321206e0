package dev.qlite.provider;

import dev.qlite.chat.ApiError;
import dev.qlite.chat.QliteException;
import dev.qlite.chat.UpstreamErrorException;
import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Provider;
import dev.qlite.transport.Headers;
import dev.qlite.transport.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client sees of an upstream's error: its own status and body, but for what only concerns qlite. What is said of the
 * caller's own credential concerns the caller.
 */
final class UpstreamErrors {
    private static final String INVALID_KEY = "invalid_api_key";

    private UpstreamErrors() {}

    /** An answer whose status is no success. */
    static QliteException ofAnswer(Provider provider, Dialect dialect, ResponseHead head, byte[] body, Instant now) {
        int status = head.status();
        if (status < 400 || status > 599) {
            return UpstreamUnavailableException.of(provider.name(), "answered with status " + status, null);
        }
        Json document = ErrorDocument.parse(body);
        Duration retryAfter = RetryAfter.in(head.headers(), now);
        return of(
                provider,
                status,
                ErrorDocument.read(provider.name(), dialect, head, document, body),
                retryAfter == null ? dialect.retryAfter(document) : retryAfter,
                AnswerHeaders.of(head.headers()));
    }

    /** An error in a document or an event that should have been an answer: what it says decides its status. */
    static QliteException ofDocument(Provider provider, ApiError error) {
        return of(provider, status(error), error, null, Map.of());
    }

    /** What a media type is called in a message. */
    static String contentType(Headers headers) {
        String type = headers.first("content-type");
        return type == null ? "no content type" : type.length() > 80 ? type.substring(0, 80) + "…" : type;
    }

    private static QliteException of(
            Provider from, int status, ApiError error, @Nullable Duration retryAfter, Map<String, String> headers) {
        String provider = from.name();
        boolean isCallers = from.takesCredential();
        if (status == 402) {
            return new UpstreamErrorException(provider, 429, outOfCredit(provider, isCallers), null);
        }
        if (status == 407) {
            return UpstreamUnavailableException.of(provider, "a proxy on the way to it asks for a login", null);
        }
        if (!isCallers && (status == 401 || status == 403 || INVALID_KEY.equals(error.code()))) {
            return refusedCredential(provider, status);
        }
        return new UpstreamErrorException(provider, status == 529 ? 503 : status, error, retryAfter, headers);
    }

    /** The upstream's body stays here: it may hold a part of the key. Another try would be refused too. */
    private static QliteException refusedCredential(String provider, int status) {
        String message = "provider " + provider + ": qlite's credential was refused (status " + status + ")";
        return new UpstreamErrorException(
                provider,
                502,
                ApiError.of(message, "server_error", null, "upstream_credential"),
                null,
                Map.of("x-should-retry", "false"));
    }

    private static ApiError outOfCredit(String provider, boolean isCallers) {
        String message =
                "provider " + provider + ": " + (isCallers ? "the caller's" : "qlite's") + " account is out of credit";
        return ApiError.of(message, "insufficient_quota", null, "insufficient_quota");
    }

    private static int status(ApiError error) {
        String code = error.code();
        if (code != null && code.length() == 3 && code.chars().allMatch(Character::isDigit)) {
            int status = Integer.parseInt(code);
            if (status >= 400 && status <= 599) {
                return status;
            }
        }
        if (INVALID_KEY.equals(code)) {
            return 401;
        }
        return switch (code == null ? "" : code) {
            case "model_not_found" -> 404;
            case "rate_limit_exceeded", "insufficient_quota" -> 429;
            case "overloaded", "server_is_overloaded", "slow_down" -> 503;
            case "timeout" -> 504;
            default -> statusOfType(error.type());
        };
    }

    private static int statusOfType(@Nullable String type) {
        return switch (type == null ? "" : type) {
            case "invalid_request_error" -> 400;
            case "authentication_error", "permission_error" -> 401;
            case "not_found_error" -> 404;
            case "rate_limit_error", "requests", "tokens", "insufficient_quota" -> 429;
            case "overloaded_error", "service_unavailable_error" -> 503;
            default -> 502;
        };
    }
}

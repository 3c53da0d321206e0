package dev.qlite.chat;

import org.jspecify.annotations.Nullable;

/** The request itself is at fault: nothing was asked of a provider. */
public final class InvalidRequestException extends QliteException {
    private static final String TYPE = "invalid_request_error";

    /**
     * A refusal with the given status.
     *
     * @param status a status from 400 to 499
     * @param param the field at fault, or null
     * @param code OpenAI's code for it, or null
     */
    public InvalidRequestException(int status, String message, @Nullable String param, @Nullable String code) {
        super(status, ApiError.of(message, TYPE, param, code), null, null, null);
    }

    /** A 400 for a field. */
    public static InvalidRequestException field(String param, String message) {
        return new InvalidRequestException(400, param + ": " + message, param, "invalid_value");
    }

    /** A 400 for a required field that is not there. */
    public static InvalidRequestException missing(String param, String expected) {
        return new InvalidRequestException(
                400, param + ": missing (expected: " + expected + ")", param, "missing_required_parameter");
    }
}

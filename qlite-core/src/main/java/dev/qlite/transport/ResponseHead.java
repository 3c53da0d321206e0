package dev.qlite.transport;

/**
 * The status and headers of a response; immutable.
 *
 * @param status as it came: 4xx and 5xx are answers, not errors
 */
public record ResponseHead(int status, Headers headers) {}

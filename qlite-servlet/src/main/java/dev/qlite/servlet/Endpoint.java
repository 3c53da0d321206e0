package dev.qlite.servlet;

import dev.qlite.chat.QliteException;
import jakarta.servlet.http.HttpServletRequest;

/** One path of the API. Thread-safe. */
interface Endpoint {
    /** The only HTTP method that it takes. */
    String method();

    /**
     * Takes from a request all that it needs, on the container's thread.
     *
     * @throws QliteException if the request is refused
     */
    Work accept(HttpServletRequest request, String requestId);
}

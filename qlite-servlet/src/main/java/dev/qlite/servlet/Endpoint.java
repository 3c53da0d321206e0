package dev.qlite.servlet;

import dev.qlite.chat.QliteException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** One path of the API. Thread-safe. */
interface Endpoint {
    /** The HTTP methods that it takes; where that is GET, it takes HEAD too. */
    List<String> methods();

    /**
     * Takes from a request all that it needs, on the container's thread.
     *
     * @throws QliteException if the request is refused
     */
    Work accept(HttpServletRequest request, Visit visit);

    /** Whether it takes a place among the requests under way. */
    default boolean isAdmitted() {
        return true;
    }
}

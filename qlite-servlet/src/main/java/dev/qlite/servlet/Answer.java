package dev.qlite.servlet;

import dev.qlite.pipeline.Receipt;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a client gets; it is written once, on the container's thread, and then closed. */
interface Answer extends AutoCloseable {
    /**
     * Writes it.
     *
     * @throws IOException if the client has gone
     */
    void writeTo(HttpServletResponse response) throws IOException;

    /** What the call came to, once it is closed; null where no call was made. */
    default @Nullable Receipt receipt() {
        return null;
    }

    /** What nobody had foreseen, for the log; null if nothing. */
    default @Nullable Throwable fault() {
        return null;
    }

    /** Cancels what is still under way. */
    @Override
    default void close() {}
}

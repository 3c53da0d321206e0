package dev.qlite.standalone;

import dev.qlite.json.Json;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.LongSupplier;

/** {@code GET /mock/calls}: how many calls the mock got. */
final class CallsServlet extends HttpServlet {
    private final transient LongSupplier calls;

    CallsServlet(LongSupplier calls) {
        this.calls = calls;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        Json.object().put("calls", calls.getAsLong()).build().writeTo(response.getOutputStream());
    }
}

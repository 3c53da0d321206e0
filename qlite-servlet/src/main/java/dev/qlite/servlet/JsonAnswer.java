package dev.qlite.servlet;

import dev.qlite.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A JSON document that qlite itself says. */
record JsonAnswer(Json body, int status) implements Answer {
    /** One for a request that went well. */
    JsonAnswer(Json body) {
        this(body, HttpServletResponse.SC_OK);
    }

    @Override
    public void writeTo(HttpServletResponse response) throws IOException {
        send(body, status, response);
    }

    /** Sends a whole document. */
    static void send(Json body, int status, HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.byteLength());
        body.writeTo(response.getOutputStream());
    }
}

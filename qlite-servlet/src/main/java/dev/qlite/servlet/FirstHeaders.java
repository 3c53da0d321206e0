package dev.qlite.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;

/** The headers that an answer had at some time before it began: as what stands before a filter has set them for good. */
record FirstHeaders(List<Header> headers) {
    /** A header's line. */
    private record Header(String name, String value) {}

    static FirstHeaders of(HttpServletResponse response) {
        return new FirstHeaders(response.getHeaderNames().stream()
                .flatMap(name -> response.getHeaders(name).stream().map(value -> new Header(name, value)))
                .toList());
    }

    /** The same without those of that name. */
    FirstHeaders without(String name) {
        return new FirstHeaders(headers.stream()
                .filter(header -> !header.name().equalsIgnoreCase(name))
                .toList());
    }

    /** Takes back all that the application has done to an answer that has not begun. */
    void restore(HttpServletResponse response) {
        response.reset();
        headers.forEach(header -> response.addHeader(header.name(), header.value()));
    }
}

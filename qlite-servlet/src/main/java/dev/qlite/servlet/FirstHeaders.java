package dev.qlite.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;

/** The headers that an answer had at some time before it began: as what stands before a filter has set them for good. */
record FirstHeaders(List<Header> headers) {
    /** A header's line. */
    private record Header(String name, String value) {}

    static FirstHeaders of(HttpServletResponse response) {
        List<Header> headers = new ArrayList<>();
        for (String name : response.getHeaderNames()) {
            for (String value : response.getHeaders(name)) {
                headers.add(new Header(name, value));
            }
        }
        return new FirstHeaders(headers);
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
